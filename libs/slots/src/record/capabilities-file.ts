import { ConfigInvalidError, validateTable } from '@hal0/config';
import {
  editToml,
  Hal0Paths,
  parseToml,
  readTextFile,
  SAFE_NAME,
  writeFileAtomic,
  type TomlTable,
} from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { isSeeded, SEEDED_SLOTS, seededRecord, SlotRecord } from './slot-record.js';

const SCHEMA_VERSION = 3;
const RESERVED_NAMES: ReadonlySet<string> = new Set(['omni', 'metrics', 'capacity', 'plan']);

/** capabilities.toml: the slot record, and the only slot file hal0 writes. An empty file lists the seeded slots, disabled. */
@Injectable()
export class CapabilitiesFile {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly paths: Hal0Paths) {}

  /** @throws TomlSyntaxError, ConfigInvalidError */
  async read(): Promise<Map<string, SlotRecord>> {
    return this.records((await this.table()).table);
  }

  /**
   * Changes the keys of one slot and leaves everything else in the file as it stands, comments included. Edits take turns.
   * @param changes a key with the value undefined is removed
   * @param check looks at the records as they would be, and throws to refuse
   */
  edit(
    name: string,
    changes: Partial<SlotRecord>,
    check: (records: ReadonlyMap<string, SlotRecord>) => void,
  ): Promise<Map<string, SlotRecord>> {
    const edit = this.turn.then(() => this.apply(name, changes, check));
    this.turn = edit.catch(() => undefined);
    return edit;
  }

  private async apply(
    name: string,
    changes: Partial<SlotRecord>,
    check: (records: ReadonlyMap<string, SlotRecord>) => void,
  ): Promise<Map<string, SlotRecord>> {
    const { text, table } = await this.table();
    const slots = asTable(table['slots']);
    const wanted: TomlTable = {
      ...table,
      schema_version: SCHEMA_VERSION,
      // A new table says its type; one that a person wrote without it stays as they like it.
      slots: {
        ...slots,
        [name]: withChanges(slots[name] === undefined ? withType(name, {}) : asTable(slots[name]), changes),
      },
    };
    const records = this.records(wanted);
    check(records);
    await writeFileAtomic(this.paths.capabilitiesToml, editToml(text, wanted));
    return records;
  }

  private async table(): Promise<{ text: string; table: TomlTable }> {
    const file = this.paths.capabilitiesToml;
    const text = (await readTextFile(file)) ?? '';
    return { text, table: parseToml(text, file) };
  }

  private records(table: TomlTable): Map<string, SlotRecord> {
    const file = this.paths.capabilitiesToml;
    const version = table['schema_version'];
    if (version !== undefined && version !== SCHEMA_VERSION) {
      throw new ConfigInvalidError(file, { schema_version: `must be ${SCHEMA_VERSION}` });
    }
    const records = new Map(Object.entries(SEEDED_SLOTS).map(([name, type]) => [name, seededRecord(type)]));
    for (const [name, value] of Object.entries(asTable(table['slots']))) {
      const path = `slots.${name}`;
      if (!SAFE_NAME.test(name))
        throw new ConfigInvalidError(file, { [path]: 'is not a slot name (a-z, 0-9, _ and -, at most 32)' });
      if (RESERVED_NAMES.has(name)) throw new ConfigInvalidError(file, { [path]: 'is a reserved name' });
      records.set(name, validateTable(SlotRecord, withType(name, asTable(value)), file, path));
    }
    return records;
  }
}

/** A seeded slot's type is known, so a hand-written table need not repeat it. */
function withType(name: string, table: TomlTable): TomlTable {
  return isSeeded(name) && table['type'] === undefined ? { type: SEEDED_SLOTS[name] as string, ...table } : table;
}

function withChanges(table: TomlTable, changes: Partial<SlotRecord>): TomlTable {
  const merged: Record<string, unknown> = { ...table, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as TomlTable;
}

function asTable(value: unknown): TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TomlTable) : {};
}

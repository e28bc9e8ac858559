import { REDACTED, type TomlTable } from '@hal0/platform';
import { isTable } from '../layers/config-layer.js';
import { fieldCatalogue } from '../schema/field-catalogue.js';
import { SlotsNotSettingsError } from './config-store.errors.js';

/**
 * hal0.toml with a partial change: tables are merged, scalars and lists replaced, null removes a key. Values that were
 * redacted when they were read stay as they are, so that what was read can be sent back whole.
 * @throws SlotsNotSettingsError for `slots.<name>`
 */
export function mergeSettings(table: TomlTable, partial: Readonly<Record<string, unknown>>): TomlTable {
  refuseSlots(partial['slots']);
  return merged(table, partial);
}

function merged(table: TomlTable, partial: Readonly<Record<string, unknown>>): TomlTable {
  const result = new Map<string, unknown>(Object.entries(table));
  for (const [key, value] of Object.entries(partial)) {
    const before = result.get(key);
    if (isRedacted(value)) continue;
    if (value === null) result.delete(key);
    else if (!isTable(value)) result.set(key, value);
    else {
      const inner = merged(isTable(before) ? before : {}, value);
      if (Object.keys(inner).length > 0 || isOwnBlock(before)) result.set(key, inner);
      else result.delete(key);
    }
  }
  return Object.fromEntries(result) as TomlTable;
}

/** Whether an empty table has a header to stay for; one that only held tables, as `upstreams` does, mostly has none. */
const isOwnBlock = (table: unknown): boolean =>
  isTable(table) && (Object.keys(table).length === 0 || !Object.values(table).every(isTable));

/** `[slots]` holds settings of all slots, and the tables of single slots, which have rules of their own. */
function refuseSlots(slots: unknown): void {
  if (!isTable(slots)) return;
  const settings = new Set(fieldCatalogue().map(({ path }) => path));
  const slot = Object.keys(slots).find((key) => !settings.has(`slots.${key}`));
  if (slot !== undefined) throw new SlotsNotSettingsError(slot);
}

function isRedacted(value: unknown): boolean {
  return isTable(value) && value['value'] === REDACTED;
}

import { redact, REDACTED, type TomlTable } from '@hal0/platform';
import { isTable } from '../layers/config-layer.js';
import { fieldCatalogue } from '../schema/field-catalogue.js';
import { MetaSettings } from '../schema/meta.settings.js';
import { ConfigInvalidError } from '../validation/config.errors.js';
import { fieldPlace } from '../validation/field-place.js';
import { SlotsNotSettingsError } from './config-store.errors.js';
import { withoutOldNames } from './old-names.js';
import { tableChanges } from './table-changes.js';
import { refuseUnwritable } from './unwritable-value.js';

type PartialTable = Readonly<Record<string, unknown>>;

/**
 * hal0.toml with a partial change: tables are merged, scalars and lists replaced, null removes a key. Values that were
 * redacted when they were read stay as they are, so that what was read can be sent back whole. The old name of a key that
 * is changed goes.
 * @throws SlotsNotSettingsError for `slots.<name>`; ConfigInvalidError for what TOML cannot hold, and for another version
 */
export function mergeSettings(table: TomlTable, partial: PartialTable): TomlTable {
  refuseUnwritable(partial, 'removals');
  refuseSlots(partial['slots']);
  return merged(withoutOldNames(table, partial), withoutVersion(table, partial));
}

/** Dotted paths that a partial change sets. */
export function pathsSet(partial: PartialTable): string[] {
  refuseUnwritable(partial, 'removals');
  return tableChanges({}, merged({}, partial)).map(({ path }) => path);
}

function merged(table: TomlTable, partial: PartialTable, parts: readonly string[] = []): TomlTable {
  const result = new Map<string, unknown>(Object.entries(table));
  for (const [key, value] of Object.entries(partial)) {
    const before = result.get(key);
    const path = [...parts, key];
    if (isRedacted(value, before)) continue;
    if (value === null) result.delete(key);
    else if (!isTable(value) || !isMergeable(path, value)) result.set(key, value);
    else {
      const inner = merged(isTable(before) ? before : {}, value, path);
      if (Object.keys(inner).length > 0 || isOwnBlock(before)) result.set(key, inner);
      else result.delete(key);
    }
  }
  return Object.fromEntries(result) as TomlTable;
}

/** A table where a value belongs is put there as it is, to be refused like any other wrong value. */
function isMergeable(path: readonly string[], table: PartialTable): boolean {
  const { kind } = fieldPlace(path, true);
  return kind === 'section' || (kind === 'unknown' && Object.keys(table).length > 0);
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

/** The version of the file may be sent back as it was read, and not otherwise. */
function withoutVersion(table: TomlTable, partial: PartialTable): PartialTable {
  const { meta } = partial;
  if (!isTable(meta) || !Object.hasOwn(meta, 'schema_version')) return partial;
  const { schema_version: wanted, ...rest } = meta;
  const said = isTable(table['meta']) ? table['meta']['schema_version'] : undefined;
  if (wanted === (said ?? null) || wanted === (said ?? new MetaSettings().schema_version))
    return { ...partial, meta: rest };
  const message = 'cannot be set: hal0 config migrate advances it, together with what it stands for';
  throw new ConfigInvalidError([{ path: 'meta.schema_version', message }]);
}

/** What was hidden when it was read, and is sent back so. */
function isRedacted(value: unknown, before: unknown): boolean {
  if (typeof value === 'string') return typeof before === 'string' && value !== before && value === redact(before);
  return isTable(value) && value['value'] === REDACTED;
}

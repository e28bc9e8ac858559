import { pathParts, type TomlTable } from '@hal0/platform';
import { isTable } from '../layers/config-layer.js';
import { OLD_NAMES } from '../layers/modern-settings.js';
import { withValue } from './table-changes.js';

/** The table without the old names of settings that a change sets or removes, which would otherwise go on speaking for them. */
export function withoutOldNames(table: TomlTable, partial: Readonly<Record<string, unknown>>): TomlTable {
  const old = Object.entries(OLD_NAMES).filter(([, path]) => isNamed(partial, pathParts(path)));
  return old.reduce((result, [path]) => withValue(result, path, null), table);
}

/** Whether a partial change says something of a path: its value, or null for it or a table that it stands in. */
function isNamed(partial: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined || partial === null) return true;
  return isTable(partial) && Object.hasOwn(partial, key) && isNamed(partial[key], rest);
}

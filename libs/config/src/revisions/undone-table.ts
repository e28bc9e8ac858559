import type { TomlTable } from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import { isTable } from '../layers/config-layer.js';
import { valueAt, withValue } from '../store/table-changes.js';
import type { NewRevision } from './revision-store.port.js';

type Undoable = Pick<NewRevision, 'changes' | 'newTables'>;

/** Dotted paths whose value is not the one that the revision set. */
export function changedSince({ changes }: Undoable, table: TomlTable): string[] {
  return changes.filter(({ path, after }) => !isDeepStrictEqual(valueAt(table, path), after)).map(({ path }) => path);
}

/** The table with the revision's keys, and no others, as they were before it. */
export function undoneTable({ changes, newTables }: Undoable, table: TomlTable): TomlTable {
  const restored = changes.reduce((result, { path, before }) => withValue(result, path, before), table);
  return newTables.reduceRight((result, path) => {
    const value = valueAt(result, path);
    return isTable(value) && Object.keys(value).length === 0 ? withValue(result, path, null) : result;
  }, restored);
}

import { pathParts, type TomlTable } from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import { isTable } from '../layers/config-layer.js';
import { ANY_NAME } from '../schema/settings-schema.js';
import { tableChanges, valueAt, withValue } from '../store/table-changes.js';
import { schemaPath } from '../validation/unknown-key.js';
import type { NewRevision } from './revision-store.port.js';

type Undoable = Pick<NewRevision, 'changes' | 'newTables'>;

/**
 * Dotted paths whose value is not the one that the revision set; of a slot or upstream that it brought, also those that are
 * new, because they would be left without what makes it one.
 */
export function changedSince({ changes, newTables }: Undoable, table: TomlTable): string[] {
  const set = new Set(changes.map(({ path }) => path));
  const added = newTables.filter(isBlock).flatMap((path) => {
    const block = valueAt(table, path);
    if (!isTable(block)) return [];
    const inside = tableChanges({}, block).map((change) => `${path}.${change.path}`);
    return inside.filter((key) => !set.has(key));
  });
  const changed = changes.filter(({ path, after }) => !isDeepStrictEqual(valueAt(table, path), after));
  return [...changed.map(({ path }) => path), ...added];
}

const isBlock = (path: string): boolean => pathParts(path).length === 2 && schemaPath(pathParts(path))[1] === ANY_NAME;

/** The table with the revision's keys, and no others, as they were before it. */
export function undoneTable({ changes, newTables }: Undoable, table: TomlTable): TomlTable {
  const restored = changes.reduce((result, { path, before }) => withValue(result, path, before), table);
  return newTables.reduceRight((result, path) => {
    const value = valueAt(result, path);
    return isTable(value) && Object.keys(value).length === 0 ? withValue(result, path, null) : result;
  }, restored);
}

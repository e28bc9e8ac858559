import { dottedPath, pathParts, type TomlTable } from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import { isTable } from '../layers/config-layer.js';
import type { ValueChange } from './settings-change.js';

/** Key by key what differs between two tables. Lists count as one value; so does an empty table. */
export function tableChanges(before: TomlTable, after: TomlTable): ValueChange[] {
  const changes: ValueChange[] = [];
  compare(before, after, [], changes);
  return changes;
}

function compare(before: unknown, after: unknown, parts: readonly string[], changes: ValueChange[]): void {
  if (isTableOrAbsent(before) && isTableOrAbsent(after)) {
    const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
    for (const key of keys) compare(before?.[key], after?.[key], [...parts, key], changes);
    if (keys.size > 0 || (before === undefined) === (after === undefined)) return;
  }
  if (isDeepStrictEqual(before, after)) return;
  changes.push({ path: dottedPath(parts), before: before ?? null, after: after ?? null });
}

function isTableOrAbsent(value: unknown): value is TomlTable | undefined {
  return value === undefined || isTable(value);
}

/** Dotted paths of the tables in `after` that `before` does not have, outer ones first. */
export function newTables(before: TomlTable, after: TomlTable, parts: readonly string[] = []): string[] {
  return Object.entries(after).flatMap(([key, value]) => {
    if (!isTable(value)) return [];
    const path = [...parts, key];
    const known = before[key];
    return isTable(known) ? newTables(known, value, path) : [dottedPath(path), ...newTables({}, value, path)];
  });
}

/** The value at a dotted path; null when there is none. */
export function valueAt(table: TomlTable, path: string): unknown {
  let value: unknown = table;
  for (const part of pathParts(path)) {
    if (!isTable(value) || !Object.hasOwn(value, part)) return null;
    value = value[part];
  }
  return value;
}

/** A copy of the table with another value at a dotted path; null removes the key. */
export function withValue(table: TomlTable, path: string, value: unknown): TomlTable {
  return replaced(table, pathParts(path), value);
}

function replaced(table: TomlTable, [key = '', ...rest]: readonly string[], value: unknown): TomlTable {
  const inner = table[key];
  if (rest.length > 0) {
    if (value === null && !isTable(inner)) return table;
    return { ...table, [key]: replaced(isTable(inner) ? inner : {}, rest, value) };
  }
  if (value !== null) return { ...table, [key]: value } as TomlTable;
  return Object.fromEntries(Object.entries(table).filter(([name]) => name !== key));
}

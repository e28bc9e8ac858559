import { isDeepStrictEqual } from 'node:util';
import type { TomlTable } from 'smol-toml';
import { isTableList, isTomlTable, type TomlValue } from './print-toml.js';
import type { SyntaxPath } from './toml-syntax.js';

/** One thing to do to a file: a value to set, or, without a value, a key to take out. */
export interface TomlChange {
  path: SyntaxPath;
  before: TomlValue | undefined;
  after: TomlValue | undefined;
}

/** The first place where two tables differ; what is to go comes before what is to be there. */
export function firstDifference(before: TomlTable, after: TomlTable, path: SyntaxPath = []): TomlChange | undefined {
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) return { path: [...path, key], before: before[key], after: undefined };
  }
  for (const [key, wanted] of Object.entries(after)) {
    const change = valueDifference(Object.hasOwn(before, key) ? before[key] : undefined, wanted, [...path, key]);
    if (change) return change;
  }
  return undefined;
}

function valueDifference(before: TomlValue | undefined, after: TomlValue, path: SyntaxPath): TomlChange | undefined {
  if (isTomlTable(before) && isTomlTable(after)) return firstDifference(before, after, path);
  if (isTableList(before) && isTableList(after)) return listDifference(before, after, path);
  return sameValue(before, after) ? undefined : { path, before, after };
}

/** Tables in a list are compared one by one, so that those which stay keep their comments. */
function listDifference(before: TomlTable[], after: TomlTable[], path: SyntaxPath): TomlChange | undefined {
  if (before.length > after.length) {
    const gone = before.findIndex((table, index) => !sameValue(table, after[index] ?? {}) || index >= after.length);
    return { path: [...path, gone], before: before[gone], after: undefined };
  }
  for (const [index, table] of after.entries()) {
    const known = before[index];
    const change = known
      ? firstDifference(known, table, [...path, index])
      : { path: [...path, index], before: known, after: table };
    if (change) return change;
  }
  return undefined;
}

export function sameValue(one: TomlValue | undefined, other: TomlValue | undefined): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

/** Dates by what they say, tables without regard to the order of their keys. */
function comparable(value: unknown): unknown {
  if (value instanceof Date) return { date: value.toISOString() };
  if (Array.isArray(value)) return value.map(comparable);
  // -0 is 0 to everybody who reads a configuration.
  if (value === 0) return 0;
  if (!isTomlTable(value)) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, comparable(inner)]));
}

import { stringify, type TomlTable } from 'smol-toml';
import { tomlKey } from './toml-path.js';

export type TomlValue = TomlTable[string];

/** A whole new file; one that is there already is changed with `editToml`, which keeps what people wrote. */
export const printToml = (table: TomlTable): string => stringify(table);

/** A value as it stands after `key = `, on one line. */
export function printValue(value: TomlValue): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (isTomlTable(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${tomlKey(key)} = ${printValue(inner)}`);
    return entries.length ? `{ ${entries.join(', ')} }` : '{}';
  }
  return stringify({ v: value }).slice('v = '.length).trimEnd();
}

export function isTomlTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A list that is written as `[[blocks]]`. */
export function isTableList(value: unknown): value is TomlTable[] {
  return Array.isArray(value) && value.length > 0 && value.every(isTomlTable);
}

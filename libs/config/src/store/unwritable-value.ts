import { dottedPath, TOML_DEPTH } from '@hal0/platform';
import { isTable } from '../layers/config-layer.js';
import { ConfigInvalidError } from '../validation/config.errors.js';

/**
 * Refuses what no TOML file can hold, before anybody walks through it or writes it.
 * @param removals whether null may stand for a key to remove
 * @throws ConfigInvalidError
 */
export function refuseUnwritable(table: Readonly<Record<string, unknown>>, removals: 'removals' | 'values' = 'values') {
  for (const [key, value] of Object.entries(table)) refuseAt([key], value, removals === 'removals');
}

function refuseAt(path: readonly string[], value: unknown, removals: boolean): void {
  const reason = unwritable(path, value, removals);
  if (reason)
    throw new ConfigInvalidError([{ path: dottedPath(path.slice(0, SHOWN)).toWellFormed(), message: reason }]);
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) refuseAt([...path, String(index)], item, false);
  else if (isTable(value)) for (const [key, item] of Object.entries(value)) refuseAt([...path, key], item, removals);
}

/** Of a path that is too long its beginning says enough. */
const SHOWN = 4;

function unwritable(path: readonly string[], value: unknown, removals: boolean): string | undefined {
  if (path.length > TOML_DEPTH) return `holds tables or lists within each other more than ${TOML_DEPTH} deep`;
  if (value === null || value === undefined) {
    return removals ? undefined : 'is null, which no configuration file can hold; null alone removes a setting';
  }
  const texts = [path.at(-1), value].filter((text) => typeof text === 'string');
  if (!texts.every((text) => text.isWellFormed())) return 'has half a character (a lone surrogate) in it';
  const lossy = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return lossy ? 'is a number that is too large to be kept exactly' : undefined;
}

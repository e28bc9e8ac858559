import { patch } from '@decimalturn/toml-patch';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, TomlError, type TomlTable } from 'smol-toml';
import { TomlSyntaxError } from '../errors/system.errors.js';

export type { TomlTable };

/** @throws TomlSyntaxError (`config.invalid`) with file, line and column. */
export function parseToml(text: string, file: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = 'not valid TOML'] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new TomlSyntaxError(file, error.line, error.column, reason, error);
  }
}

/**
 * `text` changed so that it parses to `wanted`, keeping the comments, order and spelling of everything
 * that did not change. New tables are appended as `[blocks]`.
 */
export function editToml(text: string, wanted: TomlTable): string {
  const current = parse(text);
  const { kept, added } = splitNewTables(current, wanted);
  const patched = isDeepStrictEqual(current, kept) ? text : patch(text, kept);
  const appended = Object.keys(added).length ? stringify(added) : '';
  const edited = appended ? `${patched.trimEnd()}${patched.trim() ? '\n\n' : ''}${appended.trimEnd()}\n` : patched;
  if (isDeepStrictEqual(parse(edited), parse(stringify(wanted)))) return edited;
  // The comment-keeping editor is a convenience; the values are not negotiable.
  return stringify(wanted);
}

/** Tables that do not exist yet are kept apart, because the editor would write them inline. */
function splitNewTables(current: TomlTable, wanted: TomlTable): { kept: TomlTable; added: TomlTable } {
  const kept: TomlTable = {};
  const added: TomlTable = {};
  for (const [key, value] of Object.entries(wanted)) {
    const before = current[key];
    if (!isTable(value)) kept[key] = value;
    else if (before === undefined) added[key] = value;
    else if (!isTable(before)) kept[key] = value;
    else {
      const inner = splitNewTables(before, value);
      kept[key] = inner.kept;
      if (Object.keys(inner.added).length) added[key] = inner.added;
    }
  }
  return { kept, added };
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

import { parse, TomlError, type TomlTable } from 'smol-toml';
import { TomlSyntaxError } from '../errors/system.errors.js';
import { isTomlTable } from './print-toml.js';
import { syntaxReason } from './toml-reasons.js';

export type { TomlTable };

/** Tables and lists within each other; more are no configuration, and would be too many for whoever walks through them. */
export const TOML_DEPTH = 32;

/** @throws TomlSyntaxError (`config.invalid`) with file, line and column. */
export function parseToml(text: string, file: string): TomlTable {
  const table = parsed(text, file);
  if (isDeeper(table, TOML_DEPTH)) {
    const reason = `tables and lists stand within each other more than ${TOML_DEPTH} deep`;
    throw new TomlSyntaxError(file, deepestLine(text), 1, reason, undefined);
  }
  return table;
}

function parsed(text: string, file: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = 'not valid TOML'] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new TomlSyntaxError(file, error.line, error.column, syntaxReason(message), error);
  }
}

function isDeeper(value: unknown, most: number): boolean {
  const inner = Array.isArray(value) ? value : isTomlTable(value) ? Object.values(value) : [];
  return inner.length > 0 && (most === 0 || inner.some((one) => isDeeper(one, most - 1)));
}

/** The line with the most dots and brackets, which is the one that leads deepest. */
function deepestLine(text: string): number {
  const depths = text.split('\n').map((line) => line.replaceAll(/[^.[{]/g, '').length);
  return depths.reduce((deepest, depth, line) => (depth > (depths[deepest] ?? 0) ? line : deepest), 0) + 1;
}

import { parse, TomlError, type TomlTable } from 'smol-toml';
import { TomlSyntaxError } from '../errors/system.errors.js';
import { syntaxReason } from './toml-reasons.js';

export type { TomlTable };

/** @throws TomlSyntaxError (`config.invalid`) with file, line and column. */
export function parseToml(text: string, file: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = 'not valid TOML'] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new TomlSyntaxError(file, error.line, error.column, syntaxReason(message), error);
  }
}

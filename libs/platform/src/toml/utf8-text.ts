import { isUtf8 } from 'node:buffer';
import { TomlSyntaxError } from '../errors/system.errors.js';

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a file, a byte order mark included. Bytes that are not UTF-8 are refused rather than replaced, because they
 * would be lost when the file is written again.
 * @throws TomlSyntaxError with the place of the first such byte
 */
export function utf8Text(bytes: Buffer, file: string): string {
  try {
    return STRICT.decode(bytes);
  } catch (error) {
    // A byte of a line break is part of no other character.
    const lines = bytes.toString('latin1').split('\n');
    const line = lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
    const before = Buffer.from(lines[line] ?? '', 'latin1')
      .toString('utf8')
      .indexOf('\ufffd');
    const reason = 'the file is not UTF-8 here; save it as UTF-8 in your editor';
    throw new TomlSyntaxError(file, line + 1, before + 1, reason, error);
  }
}

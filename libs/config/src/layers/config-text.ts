import { utf8Text } from '@hal0/platform';
import { readFileSync, statSync } from 'node:fs';
import { ConfigUnreadableError } from '../validation/config.errors.js';

/**
 * The text of a configuration file as it is on disk; undefined when there is none. Only a regular file is opened: a pipe
 * would never end.
 * @throws ConfigUnreadableError, TomlSyntaxError when it is not UTF-8
 */
export function readConfigText(file: string): string | undefined {
  const bytes = unlessMissing(file, (path) => {
    if (!statSync(path).isFile()) throw new Error('It is not a file');
    return readFileSync(path);
  });
  return bytes && utf8Text(bytes, file);
}

/** @throws ConfigUnreadableError */
export function unlessMissing<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigUnreadableError(path, error);
  }
}

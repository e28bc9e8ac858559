import { UnreadableError } from '../cli.errors.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EISDIR: 'is a folder',
};

/** What a person is told of a file that cannot be read; other errors come back as they are. */
export function unreadable(file: string, error: unknown): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new UnreadableError('cli.file_unreadable', `The file ${file} ${reason}.`);
}

import { writeFileAtomic } from '@hal0/platform';
import { realpath, stat } from 'node:fs/promises';

/** Replaces a file that people keep too: its permissions stay, and when it is a link, the file it leads to is replaced. */
export async function writeConfigFile(path: string, text: string): Promise<void> {
  const existing = await realpath(path).catch(() => undefined);
  const mode = existing === undefined ? undefined : (await stat(existing)).mode & 0o777;
  await writeFileAtomic(existing ?? path, text, mode === undefined ? {} : { mode });
}

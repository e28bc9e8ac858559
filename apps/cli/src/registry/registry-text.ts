import { readFile } from 'node:fs/promises';
import { UnreadableError } from '../cli.errors.js';
import { unreadable } from '../files/unreadable-file.js';

/** What registry.toml says: a file of that kind itself, or the one in a backup of an earlier hal0. @throws UnreadableError */
export async function registryText(file: string): Promise<string> {
  try {
    if (file.endsWith('.toml')) return await readFile(file, 'utf8');
    const { readRegistryBackup } = await import('@hal0/registry');
    return await readRegistryBackup(file);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'registry.backup_invalid') throw new UnreadableError(code, message);
    throw unreadable(file, error);
  }
}

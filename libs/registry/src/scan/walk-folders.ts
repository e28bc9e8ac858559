import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanFolderMissingError, ScanTooLargeError } from './scan.errors.js';

/** The files of one folder. */
export interface ScannedFolder {
  /** Absolute. */
  path: string;
  files: readonly { name: string; sizeBytes: number }[];
}

const MOST_ENTRIES = 20_000;
const MOST_DEPTH = 8;

/**
 * A folder, and those below it. Links are followed, as models are often kept on another volume; what is hidden, and what
 * may not be read, is passed over.
 * @throws ScanFolderMissingError, ScanTooLargeError
 */
export async function walkFolders(root: string, recursive: boolean): Promise<ScannedFolder[]> {
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) throw new ScanFolderMissingError(root);
  const found: ScannedFolder[] = [];
  const visited = new Set<string>();
  const waiting = [{ path: root, depth: 0 }];
  let entries = 0;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { path, depth } = next;
    const real = await realpath(path).catch(() => path);
    if (visited.has(real)) continue;
    visited.add(real);
    const names = (await readdir(path).catch(() => [])).filter((name) => !name.startsWith('.')).toSorted();
    entries += names.length;
    if (entries > MOST_ENTRIES) throw new ScanTooLargeError(root, MOST_ENTRIES);
    const files: { name: string; sizeBytes: number }[] = [];
    for (const name of names) {
      const about = await stat(join(path, name)).catch(() => undefined);
      if (about?.isFile()) files.push({ name, sizeBytes: about.size });
      if (about?.isDirectory() && recursive && depth < MOST_DEPTH) {
        waiting.push({ path: join(path, name), depth: depth + 1 });
      }
    }
    if (files.length) found.push({ path, files });
  }
  return found;
}

import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface FreeSpace {
  /** What this process may still write there. */
  freeBytes: number;
  /** Tells file systems apart. */
  device: number;
}

/** Of the file system that `path` is on, or would be on once it is made. */
export async function freeSpace(path: string): Promise<FreeSpace> {
  try {
    const [{ bavail, bsize }, { dev }] = await Promise.all([statfs(path), stat(path)]);
    return { freeBytes: bavail * bsize, device: dev };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    return freeSpace(dirname(path));
  }
}

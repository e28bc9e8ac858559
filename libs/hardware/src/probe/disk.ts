import { dirname } from 'node:path';
import type { HardwareReaders } from './hardware-readers.js';

/** Free MiB on the file system that holds `path`, or would hold it: of the nearest folder above that exists. */
export async function readDiskFree(readers: HardwareReaders, path: string): Promise<number> {
  for (let folder = path; ; folder = dirname(folder)) {
    const bytes = await readers.freeBytes(folder);
    if (bytes !== undefined) return Math.floor(bytes / 2 ** 20);
    if (folder === dirname(folder)) return 0;
  }
}

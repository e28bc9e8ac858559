import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder, withStorageErrors } from './atomic-file.js';

/**
 * Moves a whole file to where it belongs, over one of that name, so that it outlasts a power failure; nobody ever sees a
 * part of it there. `to` may be on another file system.
 *
 * @throws StorageFullError when the disk or quota is exhausted.
 */
export async function placeFile(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  await withStorageErrors(to, async () => {
    await mkdir(folder, { recursive: true });
    await syncFile(from);
    await moveOver(from, to);
    await syncFolder(folder);
  });
}

async function moveOver(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyOver(from, to);
  }
}

async function copyOver(from: string, to: string): Promise<void> {
  const beside = join(dirname(to), `.${basename(to)}.part`);
  try {
    await copyFile(from, beside, constants.COPYFILE_FICLONE);
    await syncFile(beside);
    await rename(beside, to);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await rm(from);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

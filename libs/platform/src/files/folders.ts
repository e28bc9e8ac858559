import { chmod, copyFile, mkdir, open, rename, rm, rmdir, symlink } from 'node:fs/promises';
import { withStorageErrors } from './atomic-file.js';

/** Makes a folder and those above it; one that is there already stays as it is. */
export async function ensureFolder(path: string, mode?: number): Promise<void> {
  await withStorageErrors(path, () => mkdir(path, { recursive: true, mode }));
}

/** Deletes a file, or a folder with everything in it; nothing there is a success. */
export async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

/** Deletes a folder in which nothing is; any other stays. */
export async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(code)) throw error;
  }
}

/** Gives a folder another name on the same file system, in one step. `to` must not exist. */
export async function moveFolder(from: string, to: string): Promise<void> {
  await withStorageErrors(to, () => rename(from, to));
}

/** Copies a file (a link is followed) with its permission bits. */
export async function copyFileTo(from: string, to: string): Promise<void> {
  await withStorageErrors(to, () => copyFile(from, to));
}

/** Makes `link` a symbolic link to an absolute path, whatever was there before. */
export async function linkTo(target: string, link: string): Promise<void> {
  await rm(link, { force: true });
  await withStorageErrors(link, () => symlink(target, link));
}

/** Creates a file that must not exist yet. False when it does: somebody else was first. */
export async function createFileExclusive(path: string, text: string): Promise<boolean> {
  try {
    const file = await withStorageErrors(path, () => open(path, 'wx', 0o600));
    try {
      await withStorageErrors(path, () => file.writeFile(text));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Makes a file its owner's alone to read and write. */
export async function keepPrivate(path: string): Promise<void> {
  await chmod(path, 0o600);
}

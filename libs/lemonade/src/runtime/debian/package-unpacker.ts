import { listFolders, moveFolder, removeTree, StorageFullError, type Processes } from '@hal0/platform';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LemonadeFetchFailedError } from '../../lemonade.errors.js';

/** Of a package, what no program of ours reads. */
const SUPERFLUOUS = [
  'etc',
  'var',
  'usr/include',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/lintian',
  'usr/share/X11',
];

/** Unpacks every package of `folder` into `tree`, running no script of theirs. */
export async function unpackPackages(
  {
    folder,
    tree,
    processes,
    env,
    signal,
  }: { folder: string; tree: string; processes: Processes; env: NodeJS.ProcessEnv; signal: AbortSignal },
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.deb')).sort();
  for (const [done, file] of files.entries()) {
    onProgress(done, files.length);
    const { code, stderr } = await processes.run({
      command: 'dpkg-deb',
      args: ['--extract', join(folder, file), tree],
      env,
      signal,
    });
    if (code !== 0) throw unpackingFailed(tree, file, stderr);
  }
  for (const path of SUPERFLUOUS) await removeTree(join(tree, path));
}

/** Puts a finished tree in the place of the one that is there; what runs from the old one keeps its open files. */
export async function switchTree(finished: string, target: string): Promise<void> {
  const parts = await listFolders(finished);
  if (!parts.includes('bin')) throw new LemonadeFetchFailedError('The unpacked runtime is not complete.');
  const old = `${target}.old`;
  await removeTree(old);
  await moveFolder(target, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await moveFolder(finished, target);
  await removeTree(old);
}

function unpackingFailed(tree: string, file: string, stderr: string): Error {
  if (/No space left|Disk quota/i.test(stderr)) return new StorageFullError(tree, new Error(stderr));
  return new LemonadeFetchFailedError(`Package ${file} could not be unpacked.`, stderr.split('\n').filter(Boolean));
}

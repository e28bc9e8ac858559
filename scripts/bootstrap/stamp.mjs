import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CLONE } from './clone.mjs';

const NOT_SOURCE = new Set(['node_modules', 'dist', '.angular']);

/** One hash over names and contents of files and folders; what does not exist counts as empty. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!NOT_SOURCE.has(name)) add(join(path, name));
    } else hash.update(`${relative(CLONE, path)}\0`).update(readFileSync(path));
  };
  paths.forEach(add);
  return hash.digest('hex');
}

/**
 * Does `work` unless it was done to its end for the same `key` and its `output` is still there. The stamp goes before
 * the work begins and comes back whole after it, so an interruption at any moment means: do it again.
 */
export async function onceFor({ stamp, key, output, work }) {
  if (isDone({ stamp, key, output })) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  const unfinished = `${stamp}.${process.pid}`;
  writeFileSync(unfinished, key);
  renameSync(unfinished, stamp);
}

export function isDone({ stamp, key, output }) {
  return existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key;
}

export const hashText = (parts) => createHash('sha256').update(parts.join('\n')).digest('hex');

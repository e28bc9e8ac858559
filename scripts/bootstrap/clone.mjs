import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder this script's repository lives in. */
export const CLONE = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export const inClone = (...parts) => join(CLONE, ...parts);

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Where hal0 keeps everything when it runs from a clone, unless somebody says otherwise. */
export function homeFolder(chosen) {
  return resolve(chosen ?? (process.env.HAL0_HOME || inClone('.hal0')));
}

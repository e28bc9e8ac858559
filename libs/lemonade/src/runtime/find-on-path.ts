import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Absolute path of an executable file on a PATH; relative entries are ignored. */
export function findOnPath(name: string, path: string | undefined): string | null {
  for (const folder of (path ?? '').split(':')) {
    const candidate = join(folder, name);
    if (isAbsolute(folder) && isExecutableFile(candidate)) return candidate;
  }
  return null;
}

export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

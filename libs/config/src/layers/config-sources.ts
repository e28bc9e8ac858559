import type { Hal0Paths } from '@hal0/platform';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigUnreadableError } from '../validation/config.errors.js';
import type { ConfigLayerName } from './config-origin.js';

/** One configuration file as it stands on disk. */
export interface ConfigSource {
  layer: Exclude<ConfigLayerName, 'built-in' | 'environment'>;
  file: string;
  text: string;
}

/**
 * The configuration files that exist, lowest layer first; those of one folder in lexical order.
 * @param pending texts to take for files instead of what is on disk
 * @throws ConfigUnreadableError
 */
export function readConfigSources(paths: Hal0Paths, pending: ReadonlyMap<string, string> = new Map()): ConfigSource[] {
  const files: Omit<ConfigSource, 'text'>[] = [
    { layer: 'capabilities', file: paths.capabilitiesToml },
    { layer: 'hal0', file: paths.hal0Toml },
    ...tomlFiles(paths.slotFiles).map((file) => ({ layer: 'slot-file' as const, file })),
    ...tomlFiles(paths.dropIns).map((file) => ({ layer: 'drop-in' as const, file })),
  ];
  return files.flatMap(({ layer, file }) => {
    const text = pending.get(file) ?? unlessMissing(file, (path) => readFileSync(path, 'utf8'));
    return text === undefined ? [] : [{ layer, file, text }];
  });
}

function tomlFiles(folder: string): string[] {
  const names = unlessMissing(folder, (path) => readdirSync(path)) ?? [];
  return names
    .filter((name) => name.endsWith('.toml') && !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
}

function unlessMissing<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigUnreadableError(path, error);
  }
}

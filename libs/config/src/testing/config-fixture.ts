import { SystemClock } from '@hal0/platform';
import { RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadConfig } from '../layers/load-config.js';
import type { ConfigEnvironment } from '../layers/environment-layer.js';
import { ConfigLock } from '../store/config-lock.js';
import { ConfigStore } from '../store/config-store.js';

/** A home with these files, by path below its configuration folder, and the store over it. */
export function configFixture(files: Readonly<Record<string, string>> = {}, environment: ConfigEnvironment = {}) {
  const { paths, home, remove } = temporaryHome();
  const path = (name: string) => `${paths.config}/${name}`;
  const write = (name: string, text: string | Buffer) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  const read = (name: string) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : undefined);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const events = new RecordingEventBus();
  const lock = new ConfigLock(paths.configLock, new SystemClock());
  const store = new ConfigStore({ config: loadConfig(paths, environment), paths, environment }, lock, events);
  return { store, lock, events, paths, home, write, read, remove };
}

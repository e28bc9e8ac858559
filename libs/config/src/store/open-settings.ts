import type { Clock, Hal0Paths } from '@hal0/platform';
import type { ConfigEnvironment } from '../layers/environment-layer.js';
import { SecretsService } from '../secrets/secrets.service.js';
import { ConfigLock } from './config-lock.js';
import { ConfigStore } from './config-store.js';
import { SettingsService } from './settings.service.js';

export interface OpenSettingsOptions {
  paths: Hal0Paths;
  environment: ConfigEnvironment;
  clock: Clock;
}

/** Nobody listens here. */
const SILENCE = { publish: () => {} };

/**
 * The configuration of a box whose API need not run; for the command line. Nobody keeps revisions here: the API takes such
 * changes for edits by hand, and puts them on record when it comes upon them. Files that are broken are no obstacle to an
 * edit that repairs them.
 */
export function openConfigStore(options: OpenSettingsOptions): ConfigStore {
  return open(options).store;
}

/** The settings as the API shows and changes them, likewise. */
export function openSettings(options: OpenSettingsOptions): SettingsService {
  const { store, lock } = open(options);
  return new SettingsService(store, new SecretsService(options, lock, store, SILENCE));
}

function open({ paths, environment, clock }: OpenSettingsOptions) {
  const lock = new ConfigLock(paths.configLock, clock);
  return { lock, store: new ConfigStore({ paths, environment }, lock, SILENCE) };
}

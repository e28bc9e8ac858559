import { parseToml, type Hal0Paths, type TomlTable } from '@hal0/platform';
import { existsSync, readFileSync } from 'node:fs';
import { Hal0Settings } from './settings/hal0.settings.js';
import { validateTable } from './validate-table.js';

/** Documented sections whose owner is not part of this build; read by nobody, so checked by nobody. */
const RESERVED_SECTIONS: readonly string[] = [
  'meta',
  'paths',
  'slots',
  'telemetry',
  'models',
  'memory',
  'update',
  'upstreams',
  'openwebui',
];

/** What the environment may override; names are those of the seed and the command line reference. */
export interface SettingsEnvironment {
  HAL0_HOST?: string;
  HAL0_PORT?: string;
  HAL0_LEMONADE_RUNTIME?: string;
}

/**
 * Built-in values, then hal0.toml, then the environment.
 * @throws TomlSyntaxError, ConfigInvalidError
 */
export function loadSettings(paths: Hal0Paths, environment: SettingsEnvironment): Hal0Settings {
  const file = paths.hal0Toml;
  const table = existsSync(file) ? parseToml(readFileSync(file, 'utf8'), file) : {};
  const own = Object.entries(table).filter(([section]) => !RESERVED_SECTIONS.includes(section));
  const settings = validateTable(Hal0Settings, Object.fromEntries(own), file);
  return validateTable(Hal0Settings, withEnvironment(settings, environment), 'environment');
}

function withEnvironment(settings: Hal0Settings, environment: SettingsEnvironment): TomlTable {
  const { HAL0_HOST, HAL0_PORT, HAL0_LEMONADE_RUNTIME } = environment;
  return {
    ...settings,
    api: {
      ...settings.api,
      ...(HAL0_HOST ? { host: HAL0_HOST } : {}),
      ...(HAL0_PORT ? { port: Number(HAL0_PORT) } : {}),
    },
    lemonade: { ...settings.lemonade, ...(HAL0_LEMONADE_RUNTIME ? { runtime: HAL0_LEMONADE_RUNTIME } : {}) },
  } as unknown as TomlTable;
}

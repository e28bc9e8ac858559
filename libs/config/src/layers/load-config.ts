import { Hal0Paths } from '@hal0/platform';
import { ConfigInvalidError } from '../validation/config.errors.js';
import { readConfigSources } from './config-sources.js';
import type { EffectiveConfig } from './effective-config.js';
import type { ConfigEnvironment } from './environment-layer.js';
import { resolveConfig } from './resolve-config.js';

export type { ConfigEnvironment };

/**
 * Reads every layer and says what is in effect. Writes nothing.
 * @param home prefix of all paths (HAL0_HOME), or the paths themselves
 * @param pending texts to take for files, by absolute path, instead of what is on disk: a change before it is written
 * @throws ConfigInvalidError with everything that is wrong in any layer, broken TOML included; ConfigUnreadableError
 */
export function loadConfig(
  home: string | undefined | Hal0Paths,
  environment: ConfigEnvironment,
  pending?: ReadonlyMap<string, string>,
): EffectiveConfig {
  const paths = home instanceof Hal0Paths ? home : new Hal0Paths(home);
  const { config, problems } = resolveConfig(readConfigSources(paths, pending), environment);
  if (!config) throw new ConfigInvalidError(problems);
  return config;
}

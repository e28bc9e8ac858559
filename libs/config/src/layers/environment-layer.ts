import type { ConfigLayer, ConfigLeaf, ConfigValue } from './config-layer.js';

export type ConfigEnvironment = Readonly<Record<string, string | undefined>>;

interface Variable {
  path: readonly string[];
  read?: (text: string) => ConfigValue;
}

/** A text that is no number stays one, and is then refused with the name of the variable. */
const number = (text: string): ConfigValue => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

const list = (text: string): ConfigValue =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** Source: reference 2.7; the seed's "Paths & files" for the stores. */
const VARIABLES: Readonly<Record<string, Variable>> = {
  HAL0_BIND_HOST: { path: ['api', 'host'] },
  HAL0_PORT: { path: ['api', 'port'], read: number },
  HAL0_ALLOWED_ORIGINS: { path: ['api', 'allowed_origins'], read: list },
  HAL0_LOG_LEVEL: { path: ['api', 'log_level'] },
  HAL0_LEMONADE_RUNTIME: { path: ['lemonade', 'runtime'] },
  HAL0_MODEL_STORE: { path: ['models', 'store'] },
  HAL0_FLM_MODELS_DIR: { path: ['models', 'flm_store'] },
  HAL0_ACTIVITY_RETENTION_DAYS: { path: ['activity', 'retention_days'], read: number },
};

/** The variable that sets the value at a dotted path, if there is one. */
export function variableOf(path: string): string | undefined {
  return Object.entries(VARIABLES).find(([, variable]) => variable.path.join('.') === path)?.[0];
}

/** What the environment sets. A variable of white space alone counts as unset. */
export function environmentLayer(environment: ConfigEnvironment): ConfigLayer {
  const leaves = Object.entries(VARIABLES).flatMap(([variable, { path, read }]): ConfigLeaf[] => {
    const text = environment[variable]?.trim();
    return text ? [{ path, value: read ? read(text) : text, written: path, variable }] : [];
  });
  return { name: 'environment', leaves };
}

import type { Hal0Paths } from '@hal0/platform/paths';

export const CONFIG_FILES = ['hal0', 'capabilities'] as const;
export type ConfigFileName = (typeof CONFIG_FILES)[number];

export const isConfigFile = (word: string): word is ConfigFileName => CONFIG_FILES.some((name) => name === word);

export const configFile = (paths: Hal0Paths, name: ConfigFileName): string =>
  name === 'hal0' ? paths.hal0Toml : paths.capabilitiesToml;

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(import.meta.dirname, '../../apps/api');

const { config } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
  config: { entry: string; nodeOptions: string[]; environment: Record<string, string> };
};

/** Arguments of Node, and what is added to the environment, with which users start the API. */
export const API_COMMAND = [...config.nodeOptions, join(PACKAGE, config.entry)];
export const API_ENVIRONMENT = config.environment;

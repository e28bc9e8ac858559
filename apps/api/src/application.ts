import { loadSettings, type Hal0Settings } from '@hal0/config';
import { Hal0Module } from '@hal0/hal0';
import { Hal0Paths } from '@hal0/platform';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import { publishOpenApi } from './openapi-document.js';
import { Hal0Logger } from './hal0.logger.js';
import { serveDashboard } from './dashboard.js';

const CLONE = join(import.meta.dirname, '../../..');

/** Registry ids stand in paths, percent-encoded. */
const LONGEST_MODEL_ID = 500;

export interface Application {
  app: NestFastifyApplication;
  paths: Hal0Paths;
  settings: Hal0Settings;
  logger: Hal0Logger;
}

/**
 * The API process, composed and not yet listening.
 * @throws TomlSyntaxError, ConfigInvalidError when hal0.toml is broken
 */
export async function createApplication(environment: NodeJS.ProcessEnv): Promise<Application> {
  const paths = new Hal0Paths(environment['HAL0_HOME']);
  const settings = loadSettings(paths, environment);
  const logger = new Hal0Logger();
  const app = await NestFactory.create<NestFastifyApplication>(
    Hal0Module.forRoot({ paths, settings, environment, bundlesFolder: join(CLONE, 'installer/demo') }),
    new FastifyAdapter({ forceCloseConnections: true, routerOptions: { maxParamLength: LONGEST_MODEL_ID } }),
    { logger, abortOnError: false },
  );
  publishOpenApi(app);
  await serveDashboard(app, join(CLONE, 'frontend/dist/browser'));
  return { app, paths, settings, logger };
}

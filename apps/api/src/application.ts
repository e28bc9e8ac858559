import { JournalLogger } from '@hal0/activity';
import { loadConfig, migrateCapabilitiesFile, type Hal0Settings } from '@hal0/config';
import { Hal0Module } from '@hal0/hal0';
import { EventBus, Hal0Paths, SystemClock } from '@hal0/platform';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acceptEmptyBodies, httpAdapter } from './http-adapter.js';
import { publishOpenApi } from './openapi-document.js';
import { Hal0Logger } from './hal0.logger.js';
import { serveDashboard } from './dashboard.js';

/** Found through the package: the built code lies in two places, bundled and not. */
const CLONE = fileURLToPath(new URL('../..', import.meta.resolve('@hal0/api/package.json')));

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
  const migration = await migrateSlotRecord(paths);
  const config = loadConfig(paths, environment);
  const { settings } = config;
  const logger = new Hal0Logger(settings.api);
  const journalLogger = new JournalLogger(logger, { accepts: (level, context) => logger.writes(level, context) });
  if (migration) journalLogger.log(migration, 'Config');
  const app = await NestFactory.create<NestFastifyApplication>(
    Hal0Module.forRoot({ paths, config, environment, bundlesFolder: join(CLONE, 'installer/demo') }),
    httpAdapter(),
    { logger: journalLogger, abortOnError: false },
  );
  journalLogger.publishOn(app.get(EventBus));
  acceptEmptyBodies(app);
  publishOpenApi(app);
  await serveDashboard(app, join(CLONE, 'frontend/dist/browser'));
  return { app, paths, settings, logger };
}

/** The slot record is hal0's own file, so an older one is rewritten without asking. Returns what to tell about it. */
async function migrateSlotRecord(paths: Hal0Paths): Promise<string | undefined> {
  try {
    const migration = await migrateCapabilitiesFile(paths, new SystemClock());
    return migration && `Brought ${migration.file} to this version's format; the old file is ${migration.backup}`;
  } catch (error) {
    // It is understood as it stands, too.
    if (['EACCES', 'EROFS', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}

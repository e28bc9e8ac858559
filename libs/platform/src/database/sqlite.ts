import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import Database from 'better-sqlite3';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataSourceOptions, MigrationInterface } from 'typeorm';

export interface SqliteOptions {
  /** Name of the data source, so that a host application's own default one stays apart. */
  name: string;
  /** File path, or `:memory:` in tests. */
  file: string;
  entities: NonNullable<DataSourceOptions['entities']>;
  /** In order. The previous release must be able to read what they leave behind: add columns, never rename. */
  migrations: (new () => MigrationInterface)[];
}

/** A WAL database with synchronous NORMAL that brings itself to the newest schema when it is opened. */
export function sqliteDataSource({ name, file, entities, migrations }: SqliteOptions): TypeOrmModuleOptions {
  if (file !== ':memory:') createPrivate(file);
  return {
    name,
    type: 'better-sqlite3',
    // Handed over, because TypeORM would otherwise look for the driver from its own place in the tree.
    driver: Database,
    database: file,
    enableWAL: file !== ':memory:',
    prepareDatabase: (database: Database.Database) => void database.pragma('synchronous = NORMAL'),
    entities,
    migrations,
    migrationsRun: true,
    retryAttempts: 0,
  };
}

/** History holds what settings were changed from; SQLite gives its side files the mode of the database. */
function createPrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

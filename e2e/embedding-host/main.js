import 'reflect-metadata';
import { loadConfig } from '@hal0/config';
import { Hal0Module } from '@hal0/hal0';
import { LemonadeService } from '@hal0/lemonade';
import { Hal0Paths } from '@hal0/platform';
import { Controller, Dependencies, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EntitySchema } from 'typeorm';

// A host in plain JavaScript, so that it runs as it stands: decorators are applied by hand.
const { HOST_HOME, HOST_PORT } = process.env;
mkdirSync(HOST_HOME, { recursive: true });

const Note = new EntitySchema({
  name: 'Note',
  columns: { id: { type: 'integer', primary: true, generated: true }, text: { type: 'text' } },
});

class NotesController {
  constructor(notes) {
    this.notes = notes;
  }

  async list() {
    if ((await this.notes.count()) === 0) await this.notes.insert({ text: 'kept by the host' });
    return this.notes.find();
  }
}
Dependencies(getRepositoryToken(Note))(NotesController);
Get()(NotesController.prototype, 'list', Object.getOwnPropertyDescriptor(NotesController.prototype, 'list'));
Controller('notes')(NotesController);

const paths = new Hal0Paths(HOST_HOME);
class HostModule {}
Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'better-sqlite3',
      driver: Database,
      database: join(HOST_HOME, 'host.db'),
      entities: [Note],
      synchronize: true,
    }),
    TypeOrmModule.forFeature([Note]),
    Hal0Module.forRoot({
      paths,
      config: loadConfig(paths, process.env),
      routePrefix: 'inference',
      environment: process.env,
    }),
  ],
  controllers: [NotesController],
})(HostModule);

const app = await NestFactory.create(HostModule, new FastifyAdapter(), { logger: ['warn', 'error'] });
app.enableShutdownHooks();
await app.listen(Number(HOST_PORT), '127.0.0.1');
app.get(LemonadeService, { strict: false }).start();

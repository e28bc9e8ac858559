import { Clock, WriteQueue } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { PullFileEntity } from '../entities/pull-file.entity.js';
import { PullEntity } from '../entities/pull.entity.js';
import { REGISTRY_DATABASE } from '../registry.database.js';
import { PullJob, type PullRecord } from './pull-job.js';

/** The rows of pulls. How far they are is not among them: that is read from the files themselves. */
@Injectable()
export class PullTable {
  constructor(
    @InjectDataSource(REGISTRY_DATABASE) private readonly database: DataSource,
    private readonly writes: WriteQueue,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  async readAll(): Promise<PullJob[]> {
    const rows = await this.database.manager.find(PullEntity, { order: { createdAt: 'ASC' } });
    const files = await this.database.manager.find(PullFileEntity, { order: { position: 'ASC' } });
    const byPull = Map.groupBy(files, ({ pullId }) => pullId);
    return rows.map((row) => {
      const { errorCode, errorMessage, ...record } = row;
      const error = errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' };
      // What has ended well has all its bytes, although its files have moved on.
      const whole = row.state === 'completed';
      const jobFiles = (byPull.get(row.id) ?? []).map(({ pullId: _, position: __, ...file }) => ({
        ...file,
        bytesDone: whole ? file.sizeBytes : 0,
      }));
      return new PullJob({ ...record, error }, jobFiles, this.clock);
    });
  }

  async insert(job: PullJob): Promise<void> {
    await this.writes.run(async (manager) => {
      await manager.insert(PullEntity, toRow(job.record));
      await manager.insert(PullFileEntity, toFileRows(job));
    });
  }

  async save(record: PullRecord): Promise<void> {
    await this.writes.run((manager) => this.saveWithin(manager, record));
  }

  /** As part of a transaction of others. */
  async saveWithin(manager: EntityManager, record: PullRecord): Promise<void> {
    await manager.save(PullEntity, toRow(record));
  }

  async saveFile(job: PullJob, position: number): Promise<void> {
    const row = toFileRows(job)[position];
    if (row) await this.writes.run((manager) => manager.save(PullFileEntity, row));
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.writes.run(async (manager) => {
      for (const id of ids) {
        await manager.delete(PullFileEntity, { pullId: id });
        await manager.delete(PullEntity, { id });
      }
    });
  }
}

function toRow({ error, ...record }: PullRecord): PullEntity {
  return { ...record, errorCode: error?.code ?? null, errorMessage: error?.message ?? null };
}

function toFileRows({ id, files }: PullJob): PullFileEntity[] {
  return files.map(({ role, name, url, sizeBytes, sha256, etag }, position) => ({
    ...{ pullId: id, position, role, name, url, sizeBytes, sha256, etag },
  }));
}

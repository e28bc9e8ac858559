import { Hal0Settings } from '@hal0/config';
import { Clock, WriteQueue } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Cron, CronExpression, Interval } from '@nestjs/schedule';
import { setImmediate } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { ACTIVITY_DATABASE } from '../activity.database.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const MINUTE_MS = 60 * 1_000;
/** Rows deleted at once: deleting is synchronous, and a few milliseconds are all that streams should notice. */
const ROWS_PER_DELETE = 2_000;

/** Which rows of a table are too old, and what they are numbered by. */
interface History {
  table: string;
  key: string;
  /** Condition that holds for rows that are young enough; takes the cutoff. */
  young: string;
  cutoff: (epochMs: number) => string | number;
}

const HISTORIES: readonly History[] = [
  { table: 'audit', key: 'id', young: '"ts" >= ?', cutoff: (epochMs) => new Date(epochMs).toISOString() },
  { table: 'requests', key: 'row', young: '"started_at" >= ?', cutoff: (epochMs) => epochMs },
];

/** Deletes history that is older than asked for, or more than asked for. The newest is what stays. */
@Injectable()
export class Retention {
  constructor(
    @InjectDataSource(ACTIVITY_DATABASE) private readonly database: DataSource,
    private readonly writes: WriteQueue,
    private readonly clock: Clock,
    private readonly settings: Hal0Settings,
  ) {}

  /** By age. */
  @Cron(CronExpression.EVERY_DAY_AT_4AM)
  async deleteOld(): Promise<void> {
    const oldest = this.clock.now() - this.settings.activity.retention_days * DAY_MS;
    for (const history of HISTORIES) {
      const { table, key, young, cutoff } = history;
      const [first] = await this.database.query<{ key: number }[]>(
        `SELECT "${key}" AS "key" FROM "${table}" WHERE ${young} ORDER BY "${key}" LIMIT 1`,
        [cutoff(oldest)],
      );
      await this.deleteBefore(history, first?.key ?? Number.MAX_SAFE_INTEGER);
    }
  }

  /** By number. Each minute, because a busy box writes as many rows in two as it may keep. */
  @Interval(MINUTE_MS)
  async deleteExcess(): Promise<void> {
    for (const history of HISTORIES) {
      const { table, key } = history;
      const [last] = await this.database.query<{ key: number | null }[]>(
        `SELECT max("${key}") AS "key" FROM "${table}"`,
      );
      await this.deleteBefore(history, (last?.key ?? 0) - this.settings.activity.max_rows + 1);
    }
  }

  private async deleteBefore({ table, key }: History, boundary: number): Promise<void> {
    const doomed = `FROM "${table}" WHERE "${key}" < ?`;
    for (;;) {
      const [oldest] = await this.database.query<unknown[]>(`SELECT 1 ${doomed} LIMIT 1`, [boundary]);
      if (!oldest) return;
      const some = `SELECT "${key}" ${doomed} ORDER BY "${key}" LIMIT ${ROWS_PER_DELETE}`;
      await this.writes.run((manager) =>
        manager.query(`DELETE FROM "${table}" WHERE "${key}" IN (${some})`, [boundary]),
      );
      await setImmediate();
    }
  }
}

import type { DataSource, EntityManager } from 'typeorm';

/**
 * Every write to one database, one after the other. better-sqlite3 gives TypeORM a single connection:
 * two open transactions would share it, and a stray write would be rolled back with somebody else's.
 */
export class WriteQueue {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: DataSource) {}

  /** Runs `work` in a transaction of its own. It may await nothing but `manager`. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const turn = this.tail.then(() => this.database.transaction(work));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything queued so far has been written. */
  async drained(): Promise<void> {
    await this.tail;
  }
}

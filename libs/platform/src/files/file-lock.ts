import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock/clock.js';
import { FileLockedError } from '../errors/system.errors.js';
import { ensureFolder } from './folders.js';

const PATIENCE_MS = 10_000;
const RETRY_MS = 15;
/** A database that nobody refers to any more is closed, and its lock is gone. */
const held = new Set<Database.Database>();

/**
 * Runs `work` while no other process, and nobody else in this one, holds the lock `file`. The lock is SQLite's on an
 * empty database: the kernel drops it with the process, so a kill at any moment leaves none behind.
 * @throws FileLockedError when it is held for longer than ten seconds
 */
export async function withFileLock<T>(file: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const deadline = clock.monotonic() + PATIENCE_MS;
  await ensureFolder(dirname(file));
  const database = new Database(file, { timeout: 0 });
  try {
    while (!tryLock(database)) {
      if (clock.monotonic() >= deadline) throw new FileLockedError(file);
      // Keeps the process alive, unlike the clock's sleep: a command that waits for its turn has not ended.
      await delay(RETRY_MS);
    }
    return await work();
  } finally {
    database.close();
  }
}

/**
 * Takes the lock until the returned function is called or the process ends, however it ends.
 * Undefined when somebody else has it.
 */
export function holdFileLock(file: string): (() => void) | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { timeout: 0 });
  if (!tryLock(database)) {
    database.close();
    return undefined;
  }
  held.add(database);
  return () => {
    held.delete(database);
    database.close();
  };
}

function tryLock(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}

import type { RequestRecord } from '@hal0/platform';
import type { EntityManager } from 'typeorm';
import { RequestEntry } from '../entities/request-entry.entity.js';

/** Rows per statement: 27 values each, far below SQLite's 32,766, and few enough for the statement to be cached. */
const ROWS_PER_STATEMENT = 100;

/**
 * Stores `records` in order. Written by hand, because the driver is synchronous and TypeORM's own multi-row insert stops
 * every stream for 20 ms per 500 rows; this takes 1.5.
 */
export async function insertRequests(manager: EntityManager, records: readonly RequestRecord[]): Promise<void> {
  const { columns, tableName } = manager.connection.getMetadata(RequestEntry);
  const stored = columns.filter((column) => !column.isGenerated);
  const names = stored.map((column) => `"${column.databaseName}"`).join(', ');
  const properties = stored.map((column) => column.propertyName as keyof RequestRecord);
  const row = `(${properties.map(() => '?').join(', ')})`;
  for (let start = 0; start < records.length; start += ROWS_PER_STATEMENT) {
    const part = records.slice(start, start + ROWS_PER_STATEMENT);
    const values = part.flatMap((record) => properties.map((property) => toSqlite(record[property])));
    await manager.query(`INSERT INTO "${tableName}" (${names}) VALUES ${part.map(() => row).join(', ')}`, values);
  }
}

/** SQLite has neither booleans nor lists. */
function toSqlite(value: RequestRecord[keyof RequestRecord]): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

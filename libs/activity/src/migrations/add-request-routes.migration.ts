import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  dialect: `text NOT NULL DEFAULT 'openai'`,
  served_by: 'text',
  fallback_from: 'text',
  fallback_reason: 'text',
  key: 'text',
  gateway_ms: 'real NOT NULL DEFAULT 0',
};

/** Who was asked how, by which key, and what it cost. The previous release does not name these columns. */
export class AddRequestRoutes1795219200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, type] of Object.entries(COLUMNS))
      await runner.query(`ALTER TABLE "requests" ADD COLUMN "${column}" ${type}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of Object.keys(COLUMNS)) await runner.query(`ALTER TABLE "requests" DROP COLUMN "${column}"`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  attempts: `text NOT NULL DEFAULT '[]'`,
  tried_ms: 'real NOT NULL DEFAULT 0',
};

/** What was asked in vain before a chain's next link. The previous release does not name these columns. */
export class AddRequestAttempts1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, type] of Object.entries(COLUMNS))
      await runner.query(`ALTER TABLE "requests" ADD COLUMN "${column}" ${type}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of Object.keys(COLUMNS)) await runner.query(`ALTER TABLE "requests" DROP COLUMN "${column}"`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a pull has yet to clear away. An earlier release knows nothing of it, and leaves it as it is. */
export class AddPullLeftovers1767657600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "pulls" ADD COLUMN "leftovers" text NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "pulls" DROP COLUMN "leftovers"');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  `"name" text NOT NULL DEFAULT ''`,
  '"source" text',
  `"defaults" text NOT NULL DEFAULT '{}'`,
  '"facts" text',
  `"state" text NOT NULL DEFAULT 'ready'`,
  '"checked_at" text',
];

/** Names, files, sources, defaults and facts of models. An earlier release reads and writes its own columns as before. */
export class DescribeModels1767484800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE "models" ADD COLUMN ${column}`);
    await runner.query(`
      CREATE TABLE "model_files" (
        "model_id" text NOT NULL REFERENCES "models" ("id") ON DELETE CASCADE,
        "position" integer NOT NULL,
        "role" text NOT NULL,
        "path" text NOT NULL,
        "size_bytes" integer NOT NULL,
        "sha256" text,
        PRIMARY KEY ("model_id", "position")
      )`);
    await runner.query(`
      INSERT INTO "model_files" ("model_id", "position", "role", "path", "size_bytes")
      SELECT "id", 0, 'main', "path", "size_bytes" FROM "models" WHERE "path" <> ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "model_files"');
    for (const name of ['name', 'source', 'defaults', 'facts', 'state', 'checked_at']) {
      await runner.query(`ALTER TABLE "models" DROP COLUMN "${name}"`);
    }
  }
}

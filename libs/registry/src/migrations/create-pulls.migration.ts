import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The fetching of models, which outlives the process. */
export class CreatePulls1767571200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "pulls" (
        "id" text PRIMARY KEY NOT NULL,
        "model_id" text NOT NULL,
        "state" text NOT NULL,
        "source" text NOT NULL,
        "model" text NOT NULL,
        "error_code" text,
        "error_message" text,
        "created_at" text NOT NULL,
        "started_at" text,
        "finished_at" text
      )`);
    await runner.query(`
      CREATE TABLE "pull_files" (
        "pull_id" text NOT NULL REFERENCES "pulls" ("id") ON DELETE CASCADE,
        "position" integer NOT NULL,
        "role" text NOT NULL,
        "name" text NOT NULL,
        "url" text NOT NULL,
        "size_bytes" integer NOT NULL,
        "sha256" text,
        "etag" text,
        PRIMARY KEY ("pull_id", "position")
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "pull_files"');
    await runner.query('DROP TABLE "pulls"');
  }
}

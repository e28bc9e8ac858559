import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateActivity1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "audit" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "ts" text NOT NULL,
        "action" text NOT NULL,
        "target" text NOT NULL,
        "actor" text NOT NULL,
        "outcome" text NOT NULL,
        "details" text
      )`);
    await runner.query(`
      CREATE TABLE "requests" (
        "row" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "id" text NOT NULL,
        "started_at" integer NOT NULL,
        "path" text NOT NULL,
        "slot" text,
        "model" text,
        "stream" boolean NOT NULL,
        "status" integer NOT NULL,
        "outcome" text NOT NULL,
        "error_code" text,
        "queue_ms" real NOT NULL,
        "load_ms" real NOT NULL,
        "first_byte_ms" real,
        "total_ms" real NOT NULL,
        "prompt_tokens" integer,
        "completion_tokens" integer,
        "tokens_per_second" real
      )`);
    // Lists are paged by primary key. An index carries the key at its end, so this one also serves the pages of one slot.
    await runner.query('CREATE INDEX "requests_slot" ON "requests" ("slot")');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "requests"');
    await runner.query('DROP TABLE "audit"');
  }
}

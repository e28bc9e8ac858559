import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateModels1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "models" (
        "id" text PRIMARY KEY NOT NULL,
        "type" text NOT NULL,
        "path" text NOT NULL,
        "recipe" text NOT NULL,
        "labels" text NOT NULL,
        "size_bytes" integer NOT NULL,
        "architecture" text,
        "context_length" integer,
        "license" text,
        "toy" boolean NOT NULL DEFAULT 0,
        "created_at" text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "models"');
  }
}

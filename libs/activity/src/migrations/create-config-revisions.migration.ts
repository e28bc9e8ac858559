import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConfigRevisions1767312000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "config_revisions" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "at" text NOT NULL,
        "actor" text NOT NULL,
        "action" text NOT NULL,
        "file" text NOT NULL,
        "changes" text NOT NULL,
        "new_tables" text NOT NULL,
        "undo_of" integer,
        "undone_by" integer
      )`);
    await runner.query('CREATE TABLE "config_texts" ("file" text PRIMARY KEY NOT NULL, "text" text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "config_texts"');
    await runner.query('DROP TABLE "config_revisions"');
  }
}

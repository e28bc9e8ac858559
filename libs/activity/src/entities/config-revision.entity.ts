import type { ConfigFile } from '@hal0/config';
import type { AuditActor } from '@hal0/platform';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One change of a configuration file. */
@Entity('config_revisions')
export class ConfigRevisionEntry {
  @PrimaryGeneratedColumn()
  id: number;

  /** ISO 8601. */
  @Column({ type: 'text' })
  at: string;

  @Column({ type: 'text' })
  actor: AuditActor;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  file: ConfigFile;

  /** A JSON list of paths with their values before and after. */
  @Column({ type: 'text' })
  changes: string;

  /** A JSON list of paths. */
  @Column({ name: 'new_tables', type: 'text' })
  newTables: string;

  @Column({ name: 'undo_of', type: 'integer', nullable: true })
  undoOf: number | null;

  @Column({ name: 'undone_by', type: 'integer', nullable: true })
  undoneBy: number | null;
}

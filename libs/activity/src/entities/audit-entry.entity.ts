import type { AuditActor } from '@hal0/platform';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One change that was made, or was tried and failed. */
@Entity('audit')
export class AuditEntry {
  @PrimaryGeneratedColumn()
  id: number;

  /** ISO 8601. */
  @Column({ type: 'text' })
  ts: string;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  target: string;

  @Column({ type: 'text' })
  actor: AuditActor;

  @Column({ type: 'text' })
  outcome: 'ok' | 'failed';

  /** A JSON object, or null when there is nothing more to say. */
  @Column({ type: 'text', nullable: true })
  details: string | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PullPlan, PullState } from '../pulls/pull.js';

/** What of a plan is neither a column nor a file. */
export type PulledModel = Pick<PullPlan, 'name' | 'type' | 'recipe' | 'labels' | 'license' | 'origin'>;

@Entity('pulls')
export class PullEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ name: 'model_id', type: 'text' })
  modelId: string;

  @Column({ type: 'text' })
  state: PullState;

  @Column({ type: 'text' })
  source: string;

  @Column({ type: 'simple-json' })
  model: PulledModel;

  /** Paths that hold nothing of use once the job has ended, unless a model has them. */
  @Column({ type: 'simple-json' })
  leftovers: readonly string[];

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_message', type: 'text', nullable: true })
  errorMessage: string | null;

  @Column({ name: 'created_at', type: 'text' })
  createdAt: string;

  @Column({ name: 'started_at', type: 'text', nullable: true })
  startedAt: string | null;

  @Column({ name: 'finished_at', type: 'text', nullable: true })
  finishedAt: string | null;
}

import type { RequestAttempt, RequestRecord } from '@hal0/platform';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One inference request that has ended. Units as in {@link RequestRecord}. */
@Entity('requests')
export class RequestEntry {
  /** Grows with every row; what lists are paged by. */
  @PrimaryGeneratedColumn()
  row: number;

  @Column({ type: 'text' })
  id: string;

  @Column({ name: 'started_at', type: 'integer' })
  startedAt: number;

  @Column({ type: 'text' })
  path: string;

  @Column({ type: 'text', default: 'openai' })
  dialect: RequestRecord['dialect'];

  @Column({ type: 'text', nullable: true })
  slot: string | null;

  @Column({ type: 'text', nullable: true })
  model: string | null;

  @Column({ name: 'served_by', type: 'text', nullable: true })
  servedBy: string | null;

  @Column({ name: 'fallback_from', type: 'text', nullable: true })
  fallbackFrom: string | null;

  @Column({ name: 'fallback_reason', type: 'text', nullable: true })
  fallbackReason: string | null;

  @Column({ type: 'simple-json', default: '[]' })
  attempts: RequestAttempt[];

  @Column({ type: 'text', nullable: true })
  key: string | null;

  @Column({ type: 'boolean' })
  stream: boolean;

  @Column({ type: 'integer' })
  status: number;

  @Column({ type: 'text' })
  outcome: RequestRecord['outcome'];

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'queue_ms', type: 'real' })
  queueMs: number;

  @Column({ name: 'load_ms', type: 'real' })
  loadMs: number;

  @Column({ name: 'tried_ms', type: 'real', default: 0 })
  triedMs: number;

  @Column({ name: 'first_byte_ms', type: 'real', nullable: true })
  firstByteMs: number | null;

  @Column({ name: 'ttft_ms', type: 'real', nullable: true })
  ttftMs: number | null;

  @Column({ name: 'total_ms', type: 'real' })
  totalMs: number;

  @Column({ name: 'gateway_ms', type: 'real', default: 0 })
  gatewayMs: number;

  @Column({ name: 'prompt_tokens', type: 'integer', nullable: true })
  promptTokens: number | null;

  @Column({ name: 'cached_tokens', type: 'integer', nullable: true })
  cachedTokens: number | null;

  @Column({ name: 'completion_tokens', type: 'integer', nullable: true })
  completionTokens: number | null;

  @Column({ name: 'tokens_per_second', type: 'real', nullable: true })
  tokensPerSecond: number | null;

  @Column({ name: 'prompt_tokens_per_second', type: 'real', nullable: true })
  promptTokensPerSecond: number | null;
}

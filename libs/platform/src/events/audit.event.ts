import { Hal0Event } from './hal0.event.js';

export type AuditActor = 'operator' | 'agent' | 'system';

export interface AuditRecord {
  /** What was done, dotted: `slot.load`, `bundle.apply`. */
  action: string;
  /** What it was done to, e.g. a slot name. */
  target: string;
  actor: AuditActor;
  outcome: 'ok' | 'failed';
  /** Plain facts worth keeping; never secrets. */
  details?: Record<string, unknown>;
}

/** A change was made, or was tried and failed. Becomes a row of the audit table. */
export class AuditEvent extends Hal0Event {
  static readonly type = 'audit';
  readonly type = AuditEvent.type;

  constructor(readonly record: AuditRecord) {
    super();
  }
}

import { ApiProperty } from '@nestjs/swagger';
import type { AuditActor, AuditRecord } from '@hal0/platform';

const ACTORS = ['operator', 'agent', 'system'] as const satisfies readonly AuditActor[];
const OUTCOMES = ['ok', 'failed'] as const satisfies readonly AuditRecord['outcome'][];

/** A change that was made, or was tried and failed. */
export class ActivityEntryDto {
  id: number;
  /** When (ISO 8601). */
  ts: string;
  /** What was done, dotted, e.g. `slot.load`. */
  action: string;
  /** What it was done to, e.g. a slot. */
  target: string;
  @ApiProperty({ enum: ACTORS, enumName: 'AuditActor' })
  actor: AuditActor;
  @ApiProperty({ enum: OUTCOMES, enumName: 'AuditOutcome' })
  outcome: AuditRecord['outcome'];
  /** Plain facts worth keeping. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  details: Record<string, unknown> | null;
}

/** One page of changes, newest first. */
export class ActivityPageDto {
  entries: ActivityEntryDto[];
  /** What to ask the next page with; null when this was the last. */
  nextBefore: number | null;
}

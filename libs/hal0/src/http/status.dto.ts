import { LemonadeStatusDto } from '@hal0/lemonade';
import { ApiProperty } from '@nestjs/swagger';

const OVERALL_STATES = ['ok', 'degraded'] as const;
export type OverallState = (typeof OVERALL_STATES)[number];

export class SlotCountsDto {
  total: number;
  enabled: number;
  /** Slots whose model is loaded. */
  ready: number;
}

export class RequestCountsDto {
  /** Being answered now. */
  active: number;
  /** Waiting for a turn or for a model to load. */
  queued: number;
}

/** The box at a glance. */
export class StatusDto {
  name: string;
  version: string;
  hostname: string;
  /** ISO 8601. */
  startedAt: string;
  uptimeSeconds: number;
  /** `degraded` while the runtime is away. */
  @ApiProperty({ enum: OVERALL_STATES, enumName: 'OverallState' })
  state: OverallState;
  lemonade: LemonadeStatusDto;
  slots: SlotCountsDto;
  requests: RequestCountsDto;
}

export class HealthCheckDto {
  @ApiProperty({ enum: OVERALL_STATES, enumName: 'OverallState' })
  status: OverallState;
  /** What is wrong; null when nothing is. */
  message: string | null;
}

export class HealthChecksDto {
  lemonade: HealthCheckDto;
}

/** For monitors: always 200 while the API answers. */
export class HealthDto {
  @ApiProperty({ enum: OVERALL_STATES, enumName: 'OverallState' })
  status: OverallState;
  checks: HealthChecksDto;
}

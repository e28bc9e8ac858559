import { ApiProperty } from '@nestjs/swagger';

/** What one check found. */
export class DoctorFindingDto {
  /** Stable id, e.g. `lemonade.reachable`. */
  id: string;
  @ApiProperty({ enum: ['ok', 'warning', 'error'], enumName: 'DoctorSeverity' })
  severity: 'ok' | 'warning' | 'error';
  /** What was seen. */
  message: string;
  /** What to do about it; null when all is well. */
  remedy: string | null;
  /** Whether a fix would repair it. */
  fixable: boolean;
  /** Whether it has just been repaired. */
  fixed: boolean;
}

import { ApiProperty } from '@nestjs/swagger';
import { LEMONADE_PHASES, type LemonadePhase, type LemonadeStatus } from '../lemonade-status.js';

/** The model runtime behind the slots. */
export class LemonadeStatusDto implements LemonadeStatus {
  @ApiProperty({ enum: LEMONADE_PHASES, enumName: 'LemonadePhase' })
  phase: LemonadePhase;
  /** As the runtime reports it; null until it has answered once. */
  version: string | null;
  /** What is going on, or what went wrong. */
  message: string | null;
  /** 0 to 1 while the runtime is being fetched, else null. */
  progress: number | null;
  /** Where the runtime answers, on this machine only; null while it does not. */
  origin: string | null;
  /** When the phase began, ISO 8601. */
  since: string;
}

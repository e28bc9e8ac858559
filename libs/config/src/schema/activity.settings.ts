import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

/** `[activity]`: how much history is kept. */
export class ActivitySettings {
  @Setting('Whether history is kept at all.', { applies: 'immediate' })
  @IsBoolean()
  enabled = true;

  @Setting('Age at which a row of history is deleted.', { applies: 'immediate', unit: 'days' })
  @IsInt()
  @Min(1)
  @Max(3_650)
  retention_days = 30;

  @Setting('Most rows of each kind that are kept.', { applies: 'immediate', unit: 'rows' })
  @IsInt()
  @Min(100)
  @Max(10_000_000)
  max_rows = 50_000;
}

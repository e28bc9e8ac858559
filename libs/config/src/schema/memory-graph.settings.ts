import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

const ROUTES = ['upstream', 'primary', 'agent'] as const;

/** `[memory.graph]` */
export class MemoryGraphSettings {
  @Setting('Whether a graph is drawn at all.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  enabled = false;

  @Setting('Who draws it.', { applies: 'service-restart', reserved: true })
  @IsOptional()
  @IsIn(ROUTES)
  route?: (typeof ROUTES)[number];

  @Setting('Slot that finds the facts in a memory.', { applies: 'service-restart', reserved: true })
  @IsString()
  extraction_slot = 'primary';

  @Setting('Longest wait for one memory.', { applies: 'service-restart', unit: 'seconds', reserved: true })
  @IsInt()
  @Min(30)
  @Max(3_600)
  llm_timeout_seconds = 300;
}

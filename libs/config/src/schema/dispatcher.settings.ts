import { IsInt, IsNumber, IsPositive, Max, Min } from 'class-validator';
import { FallbackSettings } from './fallback.settings.js';
import { Section, Setting } from './setting.decorator.js';

/** `[dispatcher]`: how a request finds its target, and how long it waits for it. */
export class DispatcherSettings {
  @Setting('Longest wait for a turn and a loaded model.', { applies: 'immediate', unit: 'seconds' })
  @IsNumber()
  @Min(1)
  @Max(3_600)
  max_wait_seconds = 300;

  @Setting("How long a stream's status is held back for a first event; after that 200 and comments.", {
    applies: 'immediate',
    unit: 'seconds',
  })
  @IsNumber()
  @Min(0)
  @Max(300)
  stream_hold_seconds = 10;

  @Setting('Longest wait for the model lists of all upstreams together.', {
    applies: 'immediate',
    unit: 'seconds',
  })
  @IsNumber()
  @IsPositive()
  @Max(300)
  prefetch_timeout_seconds = 8;

  @Setting('Upstreams asked for their models at once.', { applies: 'immediate' })
  @IsInt()
  @Min(1)
  @Max(64)
  prefetch_parallel_cap = 4;

  @Section('What serves instead of a model that is asked for by its id. Slots say it themselves, in `fallback`.', {
    named: () => FallbackSettings,
    each: 'The chain of one model.',
  })
  fallback: Record<string, FallbackSettings> = {};
}

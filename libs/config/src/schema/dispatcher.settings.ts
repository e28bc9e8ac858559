import { IsInt, IsNumber, IsPositive, Max, Min } from 'class-validator';
import { Setting } from './setting.decorator.js';

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
    reserved: true,
  })
  @IsNumber()
  @IsPositive()
  @Max(300)
  prefetch_timeout_seconds = 8;

  @Setting('Upstreams asked for their models at once.', { applies: 'immediate', reserved: true })
  @IsInt()
  @Min(1)
  @Max(64)
  prefetch_parallel_cap = 4;
}

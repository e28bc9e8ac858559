import {
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
} from 'class-validator';
import { Setting } from './setting.decorator.js';
import { FALLBACK_CAUSES, type FallbackCause } from './vocabulary.js';

export const FALLBACK_EXPECTS = 'a list of different slot names, or models of providers as <upstream>/<model>';
/** What another target can do better; a request that is wrong in itself is wrong everywhere. */
export const DEFAULT_FALLBACK_CAUSES: readonly FallbackCause[] = ['unavailable', 'rate_limited'];

/** `[dispatcher.fallback."<model>"]`: what serves instead of a model that no slot is named after. */
export class FallbackSettings {
  @Setting('What serves instead, in this order: slots by name, providers as `<upstream>/<model>`.', {
    applies: 'immediate',
    expects: FALLBACK_EXPECTS,
    example: ['primary'],
  })
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  to: string[] = [];

  @Setting('Goes on when no turn has come after so long; when absent it waits its whole time.', {
    applies: 'immediate',
    unit: 'seconds',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(3_600)
  after_seconds?: number;

  @Setting('Goes on at once when more requests than this are in line before it.', {
    applies: 'immediate',
    unit: 'requests',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  queue_longer_than?: number;

  @Setting('Kinds of errors upon which it goes on.', { applies: 'immediate' })
  @IsArray()
  @ArrayUnique()
  @IsIn(FALLBACK_CAUSES, { each: true })
  on: FallbackCause[] = [...DEFAULT_FALLBACK_CAUSES];
}

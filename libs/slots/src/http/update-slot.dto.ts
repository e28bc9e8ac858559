import { FALLBACK_CAUSES, type FallbackCause } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { SlotOptionsDto } from './slot-options.dto.js';

/**
 * What to change of a slot. Fields that are absent stay as they are; null takes a value off the record, so that what the
 * slot's profile says holds, or else what is built in.
 */
export class UpdateSlotDto extends SlotOptionsDto {
  /** Registry id of the model to serve; null takes the model away. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  model?: string | null;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** Serves requests of its type that name no model. */
  @IsOptional()
  @IsBoolean()
  default?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  labels?: string[];

  /** Name of a profile, see `GET /api/profiles`; null takes none. What the slot says itself wins over it. */
  @IsOptional()
  @IsString()
  @MaxLength(32)
  profile?: string | null;

  /** Put before conversations that bring none. */
  @IsOptional()
  @IsString()
  @MaxLength(32_768)
  systemPrompt?: string | null;

  /** What serves instead when this slot cannot: slots by name, providers as `<upstream>/<model>`; null takes none. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  fallback?: string[] | null;

  /** Seconds without a turn after which the next of the chain is tried; null waits the whole time. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(3_600)
  fallbackAfterSeconds?: number | null;

  /** Requests in line upon which the next of the chain is tried at once; null for any number. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  fallbackQueueLongerThan?: number | null;

  /** Kinds of errors upon which the next of the chain is tried. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(FALLBACK_CAUSES, { each: true })
  @ApiProperty({ enum: FALLBACK_CAUSES, enumName: 'FallbackCause', isArray: true })
  fallbackOn?: FallbackCause[];

  /** Nothing of a request to this slot ever leaves the machine. */
  @IsOptional()
  @IsBoolean()
  localOnly?: boolean;
}

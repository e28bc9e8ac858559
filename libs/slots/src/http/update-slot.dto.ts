import { DEVICES, type Device } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

/** What to change of a slot; fields that are absent stay as they are. */
export class UpdateSlotDto {
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
  @IsIn(DEVICES)
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  device?: Device;

  /** Context window in tokens; null takes the model's own. */
  @IsOptional()
  @IsInt()
  @Min(128)
  @Max(16_777_216)
  contextSize?: number | null;

  /** Requests served at once; the rest queue. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  parallel?: number;

  /** Seconds without a request before the model is unloaded; 0 keeps it loaded. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  idleTimeoutSeconds?: number;

  /** CPU threads of the model server; null leaves it to `[lemonade]`. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  threads?: number | null;

  /** More arguments for the model server, as typed on its command line; null takes them away. */
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  extraArgs?: string | null;

  /** Never chosen to make room. */
  @IsOptional()
  @IsBoolean()
  pinned?: boolean;

  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  labels?: string[];
}

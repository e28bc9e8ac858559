import { DEVICES, type Device } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** How a model is served: what a slot says itself, or its profile does. Null takes a value out. */
export class SlotOptionsDto {
  @IsOptional()
  @IsIn(DEVICES)
  @ApiProperty({ enum: DEVICES, enumName: 'Device', required: false, nullable: true })
  device?: Device | null;

  /** Context window in tokens; null leaves it to the profile or the model. */
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
  parallel?: number | null;

  /** Seconds without a request before the model is unloaded; 0 keeps it loaded. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  idleTimeoutSeconds?: number | null;

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
  pinned?: boolean | null;
}

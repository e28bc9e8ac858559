import { SAFE_NAME } from '@hal0/platform';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { PageQueryDto } from './page-query.dto.js';
import { OUTCOMES, type RequestOutcome } from './requests.dto.js';

/** One page of finished requests; every filter that is given has to fit. */
export class RequestsQueryDto extends PageQueryDto {
  /** Only requests that this slot served. */
  @IsOptional()
  @Matches(SAFE_NAME, { message: 'slot must be the name of a slot' })
  slot?: string;

  /** Only those that ended so. */
  @IsOptional()
  @IsIn(OUTCOMES)
  @ApiProperty({ enum: OUTCOMES, enumName: 'RequestOutcome' })
  outcome?: RequestOutcome;

  /** Only those that came with the key of this name. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  key?: string;

  /** Only those that `lemonade`, or the upstream of this name, served. */
  @IsOptional()
  @Matches(SAFE_NAME, { message: 'servedBy must be lemonade or the name of an upstream' })
  servedBy?: string;

  /** Only those with this text in their id, path, model or error code. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  q?: string;
}

import { SAFE_NAME } from '@hal0/platform';
import { IsOptional, Matches } from 'class-validator';
import { PageQueryDto } from './page-query.dto.js';

/** One page of finished requests. */
export class RequestsQueryDto extends PageQueryDto {
  /** Only requests that this slot served. */
  @IsOptional()
  @Matches(SAFE_NAME, { message: 'slot must be the name of a slot' })
  slot?: string;
}

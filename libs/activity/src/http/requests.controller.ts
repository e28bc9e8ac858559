import { Hal0Controller } from '@hal0/platform';
import { Get, Query } from '@nestjs/common';
import { ActivityService } from '../activity.service.js';
import { RequestsPageDto } from './requests.dto.js';
import { RequestsQueryDto } from './requests-query.dto.js';

@Hal0Controller('requests')
export class RequestsController {
  constructor(private readonly activity: ActivityService) {}

  /** Inference requests that have ended, newest first. They appear within a second or so. */
  @Get()
  async list(@Query() query: RequestsQueryDto): Promise<RequestsPageDto> {
    const requests = await this.activity.requests(query);
    return { requests, nextBefore: requests.length < query.limit ? null : (requests.at(-1)?.row ?? null) };
  }
}

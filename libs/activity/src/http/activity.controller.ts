import { Hal0Controller } from '@hal0/platform';
import { Get, Query } from '@nestjs/common';
import { ActivityService } from '../activity.service.js';
import { ActivityPageDto } from './activity.dto.js';
import { PageQueryDto } from './page-query.dto.js';

@Hal0Controller('activity')
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  /** Changes that were made or tried, newest first. */
  @Get()
  async list(@Query() query: PageQueryDto): Promise<ActivityPageDto> {
    const entries = await this.activity.changes(query);
    return { entries, nextBefore: entries.length < query.limit ? null : (entries.at(-1)?.id ?? null) };
  }
}

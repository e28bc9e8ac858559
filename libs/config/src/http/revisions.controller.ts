import { Hal0Controller } from '@hal0/platform';
import { Get, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { RevisionsService } from '../revisions/revisions.service.js';
import { RevisionsPageDto, RevisionsQueryDto } from './revisions.dto.js';
import { SettingsChangeDto } from './settings.dto.js';

@Hal0Controller('settings/revisions')
export class RevisionsController {
  constructor(private readonly revisions: RevisionsService) {}

  /** Changes of hal0.toml and capabilities.toml, newest first. */
  @Get()
  list(@Query() query: RevisionsQueryDto): Promise<RevisionsPageDto> {
    return this.revisions.list(query);
  }

  /** Sets the keys of a revision back to what they were before it. An undo can be undone. */
  @Post(':id/undo')
  @HttpCode(200)
  undo(@Param('id', ParseIntPipe) id: number): Promise<SettingsChangeDto> {
    return this.revisions.undo(id, 'operator');
  }
}

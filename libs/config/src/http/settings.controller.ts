import { Hal0Controller } from '@hal0/platform';
import { Body, Get, Header, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { SettingsService } from '../store/settings.service.js';
import {
  ApplyPlanFieldsDto,
  ConfigOriginDto,
  SettingsChangeDto,
  SettingsDto,
  SettingsPreviewDto,
} from './settings.dto.js';

const PARTIAL_SETTINGS = {
  description: 'The part of hal0.toml to change. Tables are merged, lists replaced; null removes a key.',
  schema: { type: 'object', additionalProperties: true, example: { dispatcher: { max_wait_seconds: 60 } } },
};

@Hal0Controller('settings')
@ApiExtraModels(ConfigOriginDto)
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  /** The configuration in effect, where each value comes from, and what waits for a restart. */
  @Get()
  view(): SettingsDto {
    return this.settings.view();
  }

  /** Changes hal0.toml. Refused as a whole when any part of it is not valid or is held by an overlay. */
  @Put()
  @ApiBody(PARTIAL_SETTINGS)
  update(@Body() patch: unknown): Promise<SettingsChangeDto> {
    return this.settings.update(patch, 'operator');
  }

  /** What the same change would do; nothing is written. */
  @Post('preview')
  @HttpCode(200)
  @ApiBody(PARTIAL_SETTINGS)
  preview(@Body() patch: unknown): Promise<SettingsPreviewDto> {
    return this.settings.preview(patch);
  }

  /** Reads the files again, after they have been edited by hand. */
  @Post('reload')
  @HttpCode(200)
  reload(): Promise<SettingsChangeDto> {
    return this.settings.reload('operator');
  }

  /** JSON Schema of hal0.toml. */
  @Get('schema')
  @Header('Content-Type', 'application/schema+json; charset=utf-8')
  @ApiProduces('application/schema+json')
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  schema(): string {
    return this.settings.schema();
  }

  /** When each setting acts: at once, or after a restart and of what. */
  @Get('apply-plan')
  applyPlan(): ApplyPlanFieldsDto {
    return this.settings.fieldPlan();
  }
}

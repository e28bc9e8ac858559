import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { BundleNoRunError } from '../bundle.errors.js';
import { BundlesService } from '../bundles.service.js';
import { BundleSharing } from '../sharing/bundle-sharing.service.js';
import { ApplyBundleDto } from './apply-bundle.dto.js';
import { BundleChoiceDto } from './bundle-choice.dto.js';
import { BundlePlanDto } from './bundle-plan.dto.js';
import { BundleRunDto } from './bundle-run.dto.js';
import { BundleDto } from './bundle.dto.js';
import { BundlesDto } from './bundles.dto.js';
import { ExportQueryDto } from './export-query.dto.js';
import { PlanQueryDto } from './plan-query.dto.js';

/** A manifest has a schema of its own, with errors of its own. */
const MANIFEST = { schema: { type: 'object', additionalProperties: true } } as const;

@Hal0Controller('bundles')
export class BundlesController {
  constructor(
    private readonly bundles: BundlesService,
    private readonly sharing: BundleSharing,
  ) {}

  /** All bundles, and what of them suits this box. */
  @Get()
  list(): Promise<BundlesDto> {
    return this.bundles.list();
  }

  /** How the last application of a bundle went, or how far it is. */
  @Get('run')
  run(): BundleRunDto {
    const run = this.bundles.latestRun();
    if (!run) throw new BundleNoRunError();
    return run;
  }

  /** Ends the application of a bundle and its downloads; slots that have been set stay so. */
  @Post('run/cancel')
  @HttpCode(200)
  cancel(): Promise<BundleRunDto> {
    return this.bundles.cancel();
  }

  /** No bundle: the picker is not shown again by itself. */
  @Post('skip')
  @HttpCode(200)
  skip(): Promise<BundleChoiceDto> {
    return this.bundles.skip();
  }

  /** What this box has, as a bundle for other boxes: a manifest to be kept as a file. */
  @Get('export')
  @ApiOkResponse(MANIFEST)
  export(@Query() { name = 'My box' }: ExportQueryDto): object {
    return this.sharing.export(name);
  }

  /** Puts a manifest beside the other bundles, in place of an imported one of the same id. It is not applied. */
  @Post('import')
  @ApiBody(MANIFEST)
  @ApiCreatedResponse({ type: BundleDto })
  import(@Body() manifest: Record<string, unknown>): Promise<BundleDto> {
    return this.sharing.import(manifest);
  }

  /** What importing and applying a manifest would do. Nothing is kept. */
  @Post('import/preview')
  @HttpCode(200)
  @ApiBody(MANIFEST)
  preview(@Body() manifest: Record<string, unknown>): Promise<BundlePlanDto> {
    return this.sharing.preview(manifest);
  }

  /** One bundle; its id in any case. */
  @Get(':id')
  get(@Param('id') id: string): Promise<BundleDto> {
    return this.bundles.get(id);
  }

  /** What applying it would do. */
  @Get(':id/plan')
  plan(@Param('id') id: string, @Query() { npuOptIn }: PlanQueryDto): Promise<BundlePlanDto> {
    return this.bundles.plan(id, npuOptIn);
  }

  /**
   * Brings its models here and sets its slots to them. What needs no download is done when this answers; the rest goes on,
   * see `GET /api/bundles/run` and the event `bundle.run`. What is as it should be already is left alone.
   */
  @Post(':id/apply')
  @HttpCode(202)
  apply(@Param('id') id: string, @Body() how?: ApplyBundleDto): Promise<BundleRunDto> {
    return this.bundles.apply(id, how);
  }

  /** Takes an imported bundle away. Models and slots stay as they are. */
  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string): Promise<void> {
    return this.sharing.remove(id);
  }
}

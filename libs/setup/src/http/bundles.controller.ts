import { Hal0Controller } from '@hal0/platform';
import { Get, HttpCode, Param, Post } from '@nestjs/common';
import { BundlesService } from '../bundles.service.js';
import { BundleDto } from './bundle.dto.js';

@Hal0Controller('bundles')
export class BundlesController {
  constructor(private readonly bundles: BundlesService) {}

  /** All bundles, by id. */
  @Get()
  list(): Promise<BundleDto[]> {
    return this.bundles.list();
  }

  /** Registers a bundle's models and sets its slots to them. Nothing is downloaded; a second time changes nothing. */
  @Post(':id/apply')
  @HttpCode(200)
  apply(@Param('id') id: string): Promise<BundleDto> {
    return this.bundles.apply(id);
  }
}

import { Hal0Controller } from '@hal0/platform';
import { Body, HttpCode, Post } from '@nestjs/common';
import { SourceInspector } from '../source/source-inspector.service.js';
import { InspectModelDto, ModelInspectionDto, toInspectionDto } from './model-inspection.dto.js';

@Hal0Controller('models')
export class InspectionController {
  constructor(private readonly inspector: SourceInspector) {}

  /** Looks at a repository, an address or a file without fetching it: what it is, and which of its variants fit this box. */
  @Post('inspect')
  @HttpCode(200)
  async inspect(@Body() { source }: InspectModelDto): Promise<ModelInspectionDto> {
    return toInspectionDto(await this.inspector.inspect(source));
  }
}

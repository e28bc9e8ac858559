import { HardwareService } from '@hal0/hardware';
import { Hal0Controller } from '@hal0/platform';
import { Get } from '@nestjs/common';
import { boxFit } from '../../fit/box-fit.js';
import { RegistryService } from '../../registry.service.js';
import { CatalogueService } from '../catalogue.service.js';
import { CatalogueModelDto, toCatalogueModelDto } from './catalogue-model.dto.js';

@Hal0Controller('models/catalogue')
export class CatalogueController {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly registry: RegistryService,
    private readonly hardware: HardwareService,
  ) {}

  /** Models that hal0 knows to work, which of them are here already, and which fit this box. */
  @Get()
  async list(): Promise<CatalogueModelDto[]> {
    const pools = await this.hardware.pools();
    const installed = this.registry.list();
    return this.catalogue.list().map((model) => {
      const isHere = installed.some(({ id, source }) => id === model.id || source?.catalogueId === model.id);
      return toCatalogueModelDto(model, isHere, boxFit({ ...model, shape: null, contextLength: null }, pools));
    });
  }
}

import { Hal0Controller } from '@hal0/platform';
import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { RegistryService } from '../registry.service.js';
import { RegistryExchange } from '../toml/registry-exchange.service.js';
import { ImportedRecordDto, ImportRegistryDto, RegistryTomlDto } from './registry-exchange.dto.js';

@Hal0Controller('models')
export class RegistryExchangeController {
  constructor(
    private readonly exchange: RegistryExchange,
    private readonly registry: RegistryService,
  ) {}

  /** All models as a registry.toml, to be kept or carried to another box. The model files are not in it. */
  @Get('export')
  export(): RegistryTomlDto {
    return { text: this.exchange.export(), models: this.registry.list().length };
  }

  /** Takes over the records of a registry.toml, all in one step. */
  @Post('import')
  @HttpCode(200)
  import(@Body() { text, ...options }: ImportRegistryDto): Promise<ImportedRecordDto[]> {
    return this.exchange.import(text, options);
  }
}

import { Hal0Controller } from '@hal0/platform';
import { Body, HttpCode, Post } from '@nestjs/common';
import { ModelScanner } from '../model-scanner.service.js';
import {
  ScanDto,
  ScanFoldersDto,
  ScanModelsDto,
  ScanResultDto,
  toScannedModelDto,
  toScanResultDto,
} from './scan.dto.js';

@Hal0Controller('models/scan')
export class ScanController {
  constructor(private readonly scanner: ModelScanner) {}

  /** Looks for model files that are on this machine already. Changes nothing. */
  @Post('preview')
  @HttpCode(200)
  async preview(@Body() wish: ScanFoldersDto): Promise<ScanDto> {
    const { roots, models } = await this.scanner.preview(wish);
    return { roots: [...roots], models: models.map(toScannedModelDto) };
  }

  /** Adds the model files that are found, or those that are chosen. They stay where they are. */
  @Post()
  @HttpCode(200)
  async scan(@Body() { models, ...wish }: ScanModelsDto): Promise<ScanResultDto> {
    return toScanResultDto(await this.scanner.scan(wish, models));
  }
}

import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { SecretsService } from '../secrets/secrets.service.js';
import { SecretDto, SetSecretDto } from './secrets.dto.js';

@Hal0Controller('secrets')
export class SecretsController {
  constructor(private readonly secrets: SecretsService) {}

  /** Which secrets are set. Values are never told. */
  @Get()
  list(): Promise<SecretDto[]> {
    return this.secrets.list();
  }

  /** Sets a secret; whatever needs it has it at once. */
  @Put(':name')
  @HttpCode(204)
  set(@Param('name') name: string, @Body() { value }: SetSecretDto): Promise<void> {
    return this.secrets.set(name, value, 'operator');
  }

  /** The same as PUT. */
  @Post(':name')
  @HttpCode(204)
  create(@Param('name') name: string, @Body() { value }: SetSecretDto): Promise<void> {
    return this.secrets.set(name, value, 'operator');
  }

  /** Removes a secret; one that is not there is a success. */
  @Delete(':name')
  @HttpCode(204)
  remove(@Param('name') name: string): Promise<void> {
    return this.secrets.remove(name, 'operator');
  }
}

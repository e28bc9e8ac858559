import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiKeysService } from '../api-keys.service.js';
import { ApiKeyDto, CreateApiKeyDto, NewApiKeyDto } from './api-keys.dto.js';

@Hal0Controller('keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  /** The API keys of clients; the keys themselves are never told. */
  @Get()
  list(): ApiKeyDto[] {
    return this.keys.list();
  }

  /** Makes an API key. The answer is the one place where it can be read. */
  @Post()
  create(@Body() key: CreateApiKeyDto): Promise<NewApiKeyDto> {
    return this.keys.create(key);
  }

  /** Revokes an API key; the next request with it is refused. */
  @Delete(':name')
  @HttpCode(204)
  revoke(@Param('name') name: string): Promise<void> {
    return this.keys.revoke(name);
  }
}

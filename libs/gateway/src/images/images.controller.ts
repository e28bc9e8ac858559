import { Hal0Controller } from '@hal0/platform';
import { Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { ImageCacheService } from './image-cache.service.js';

@Hal0Controller('images')
export class ImagesController {
  constructor(private readonly cache: ImageCacheService) {}

  /** A picture that a request with `response_format: "url"` was answered with. */
  @Get('cache/:name')
  @ApiProduces('image/png', 'image/jpeg', 'image/webp')
  @Header('cache-control', 'private, max-age=3600, immutable')
  @Header('x-content-type-options', 'nosniff')
  async get(@Param('name') name: string): Promise<StreamableFile> {
    const { bytes, contentType } = await this.cache.read(name);
    return new StreamableFile(bytes, { type: contentType, length: bytes.length });
  }
}

import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { UPSTREAM_PRESETS } from '../upstream-presets.js';
import { UpstreamRecords } from '../upstream-records.service.js';
import { CreateUpstreamDto, TryUpstreamDto, UpdateUpstreamDto } from './save-upstream.dto.js';
import { UpstreamDto, UpstreamModelDto, UpstreamPresetDto, UpstreamTrialDto } from './upstream.dto.js';

@Hal0Controller('upstreams')
export class UpstreamsController {
  constructor(private readonly upstreams: UpstreamRecords) {}

  /** All providers outside this machine, in the order of the configuration. */
  @Get()
  list(): UpstreamDto[] {
    return this.upstreams.list();
  }

  /** Well-known providers, to begin with. */
  @Get('presets')
  presets(): UpstreamPresetDto[] {
    return [...UPSTREAM_PRESETS];
  }

  /** Adds a provider to hal0.toml. Its key is set with `PUT /api/secrets/<keyName>`. */
  @Post()
  create(@Body() upstream: CreateUpstreamDto): Promise<UpstreamDto> {
    return this.upstreams.create(upstream, 'operator');
  }

  /** Asks a provider for its models with settings that are not saved. */
  @Post('test')
  @HttpCode(200)
  testUnsaved(@Body() upstream: TryUpstreamDto): Promise<UpstreamTrialDto> {
    return this.upstreams.testUnsaved(upstream);
  }

  /** One provider. */
  @Get(':name')
  get(@Param('name') name: string): UpstreamDto {
    return this.upstreams.get(name);
  }

  /** Models that the provider listed last; ask it anew with `POST /api/upstreams/<name>/refresh`. */
  @Get(':name/models')
  models(@Param('name') name: string): UpstreamModelDto[] {
    return this.upstreams.get(name).discovered;
  }

  /** Changes the settings of a provider. Requests under way end as they began. */
  @Patch(':name')
  update(@Param('name') name: string, @Body() change: UpdateUpstreamDto): Promise<UpstreamDto> {
    return this.upstreams.update(name, change, 'operator');
  }

  /** Asks the provider for its models, and tells how it went. */
  @Post(':name/test')
  @HttpCode(200)
  test(@Param('name') name: string): Promise<UpstreamTrialDto> {
    return this.upstreams.test(name);
  }

  /** Asks the provider for its models, and shows what is known of it then. */
  @Post(':name/refresh')
  @HttpCode(200)
  refresh(@Param('name') name: string): Promise<UpstreamDto> {
    return this.upstreams.refresh(name);
  }

  /** Takes a provider out of hal0.toml. Its key stays among the secrets. */
  @Delete(':name')
  @HttpCode(204)
  remove(@Param('name') name: string): Promise<void> {
    return this.upstreams.remove(name, 'operator');
  }
}

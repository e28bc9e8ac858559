import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ProxmoxRemovedDto, ProxmoxSettingsDto, ProxmoxTestDto, SaveProxmoxDto } from './proxmox-settings.dto.js';
import { ProxmoxSettingsService } from './proxmox-settings.service.js';

@Hal0Controller('settings/proxmox')
export class ProxmoxController {
  constructor(private readonly settings: ProxmoxSettingsService) {}

  /** How the Proxmox host is reached, and what it says. */
  @Get()
  get(): Promise<ProxmoxSettingsDto> {
    return this.settings.view();
  }

  /** Stores how the Proxmox host is reached, whether or not it answers. */
  @Put()
  save(@Body() body: SaveProxmoxDto): Promise<ProxmoxSettingsDto> {
    return this.settings.save(body);
  }

  /** Forgets the Proxmox host and its token. */
  @Delete()
  remove(): Promise<ProxmoxRemovedDto> {
    return this.settings.remove();
  }

  /** Tries settings, the token included, without storing them. */
  @Post('test')
  @HttpCode(200)
  test(@Body() body: SaveProxmoxDto): Promise<ProxmoxTestDto> {
    return this.settings.test(body);
  }
}

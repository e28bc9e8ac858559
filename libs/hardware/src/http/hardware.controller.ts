import { Hal0Controller } from '@hal0/platform';
import { Get, HttpCode, Post } from '@nestjs/common';
import { HardwareService } from '../hardware.service.js';
import { HardwareDto } from './hardware.dto.js';
import { toHardwareDto } from './to-hardware-dto.js';

@Hal0Controller('hardware')
export class HardwareController {
  constructor(private readonly hardware: HardwareService) {}

  /** What this machine is, as the last probe found it. */
  @Get()
  async show(): Promise<HardwareDto> {
    return toHardwareDto(await this.hardware.report(), await this.hardware.headroom());
  }

  /** Looks at the machine again and keeps the result in hardware.json. */
  @Post('probe')
  @HttpCode(200)
  async probe(): Promise<HardwareDto> {
    return toHardwareDto(await this.hardware.probe(), await this.hardware.headroom());
  }
}

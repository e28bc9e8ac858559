import { Hal0Controller } from '@hal0/platform';
import { Get } from '@nestjs/common';
import { HardwareStatsDto } from './hardware-stats.dto.js';
import { LiveHardware } from './live-hardware.service.js';

@Hal0Controller('stats/hardware')
export class HardwareStatsController {
  constructor(private readonly live: LiveHardware) {}

  /** Live counters, at most 1.5 seconds old. A page polls it, every two seconds or so while it is visible. */
  @Get()
  stats(): Promise<HardwareStatsDto> {
    return this.live.stats();
  }
}

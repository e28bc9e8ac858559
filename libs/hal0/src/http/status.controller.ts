import { Hal0Controller } from '@hal0/platform';
import { Get } from '@nestjs/common';
import { StatusService } from '../status.service.js';
import { HealthDto, StatusDto } from './status.dto.js';

@Hal0Controller('')
export class StatusController {
  constructor(private readonly service: StatusService) {}

  /** The box at a glance: version, runtime, slots and requests under way. */
  @Get('status')
  status(): StatusDto {
    return this.service.status();
  }

  /** For monitors: `degraded` while the runtime is away. */
  @Get('health')
  health(): HealthDto {
    return this.service.health();
  }
}

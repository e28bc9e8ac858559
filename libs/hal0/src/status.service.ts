import { LemonadeService } from '@hal0/lemonade';
import { Clock, ownHostname } from '@hal0/platform';
import { isDispatchable, SlotsService } from '@hal0/slots';
import { Injectable } from '@nestjs/common';
import { HAL0_VERSION } from './hal0-version.js';
import type { HealthDto, StatusDto } from './http/status.dto.js';

/** The box at a glance. Everything here is known already: nothing that answers a person waits for the runtime. */
@Injectable()
export class StatusService {
  private readonly startedAt: number;

  constructor(
    private readonly slots: SlotsService,
    private readonly lemonade: LemonadeService,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  status(): StatusDto {
    const slots = this.slots.all();
    const lemonade = this.lemonade.status();
    return {
      name: 'hal0',
      version: HAL0_VERSION,
      hostname: ownHostname(),
      startedAt: new Date(this.startedAt).toISOString(),
      uptimeSeconds: Math.round((this.clock.now() - this.startedAt) / 1_000),
      state: lemonade.phase === 'running' ? 'ok' : 'degraded',
      lemonade,
      slots: {
        total: slots.length,
        enabled: slots.filter(({ record }) => record.enabled).length,
        ready: slots.filter(({ state }) => isDispatchable(state)).length,
      },
      requests: {
        active: slots.reduce((sum, { admission }) => sum + admission.active, 0),
        queued: slots.reduce((sum, { admission }) => sum + admission.queued, 0),
      },
    };
  }

  health(): HealthDto {
    const { phase, message } = this.lemonade.status();
    const running = phase === 'running';
    return {
      status: running ? 'ok' : 'degraded',
      checks: {
        lemonade: { status: running ? 'ok' : 'degraded', message: running ? null : (message ?? `lemond is ${phase}`) },
      },
    };
  }
}

import { Clock } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { PullsService } from './pulls.service.js';

const KEPT_MS = 14 * 24 * 60 * 60 * 1_000;

/** Forgets pulls that ended two weeks ago. */
@Injectable()
export class PullsRetention {
  constructor(
    private readonly pulls: PullsService,
    private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_DAY_AT_4AM)
  async removeOld(): Promise<void> {
    await this.pulls.removeEndedBefore(this.clock.now() - KEPT_MS);
  }
}

import { Clock } from '@hal0/platform';
import { Injectable } from '@nestjs/common';

/** Ids that are unique over restarts and cost next to nothing: start time and a counter. */
@Injectable()
export class RequestIds {
  private readonly prefix: string;
  private count = 0;

  constructor(clock: Clock) {
    this.prefix = `req_${clock.now().toString(36)}_`;
  }

  next(): string {
    this.count += 1;
    return this.prefix + this.count.toString(36);
  }
}

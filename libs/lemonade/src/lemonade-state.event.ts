import { Hal0Event } from '@hal0/platform';
import type { LemonadeStatus } from './lemonade-status.js';

/** The runtime's status changed, its fetching progress included. */
export class LemonadeStateEvent extends Hal0Event {
  static readonly type = 'lemonade.state';
  readonly type = LemonadeStateEvent.type;

  constructor(readonly status: LemonadeStatus) {
    super();
  }
}

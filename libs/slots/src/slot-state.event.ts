import { Hal0Event } from '@hal0/platform';
import type { SlotState } from './slot-state.js';

/** A slot has gone from one state to another. Going to and fro between ready and serving is told at most four times a second. */
export class SlotStateEvent extends Hal0Event {
  static readonly type = 'slot.state';
  readonly type = SlotStateEvent.type;

  constructor(
    readonly name: string,
    readonly from: SlotState,
    readonly to: SlotState,
    readonly reason: string | null,
  ) {
    super();
  }
}

import { Hal0Event } from '@hal0/platform';
import type { SlotDto } from './http/slot.dto.js';

/** Something that a person sees of a slot has changed: state, record or figures. */
export class SlotChangedEvent extends Hal0Event {
  static readonly type = 'slot.changed';
  readonly type = SlotChangedEvent.type;

  constructor(readonly slot: SlotDto) {
    super();
  }
}

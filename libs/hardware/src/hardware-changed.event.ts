import { Hal0Event } from '@hal0/platform';
import type { HardwareReport } from './probe/hardware-report.js';

/** The machine was probed and is not what the last report said; or it is the first report. */
export class HardwareChangedEvent extends Hal0Event {
  static readonly type = 'hardware.changed';
  readonly type = HardwareChangedEvent.type;

  constructor(readonly report: HardwareReport) {
    super();
  }
}

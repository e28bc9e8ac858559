import { isDeepStrictEqual } from 'node:util';
import type { HardwareReport } from './hardware-report.js';

/** Whether two reports tell of the same machine; what changes by the minute does not count. */
export function sameHardware(a: HardwareReport, b: HardwareReport): boolean {
  return isDeepStrictEqual(lasting(a), lasting(b));
}

function lasting(report: HardwareReport): Partial<HardwareReport> {
  return { ...report, probedAt: '', ramAvailableMib: 0, diskFreeMib: 0 };
}

import { HardwareService } from '@hal0/hardware';
import { Injectable } from '@nestjs/common';
import { SetupOptions } from '../setup.options.js';
import { usableMemoryMib } from './usable-memory.js';

const MIB_PER_GIB = 1_024;

/** How much memory this box has for models. */
@Injectable()
export class BoxMemory {
  constructor(
    private readonly options: SetupOptions,
    private readonly hardware: HardwareService,
  ) {}

  /** What can be used, in GiB; null when nobody knows. Waits for the first look at the machine. */
  async usableGib(): Promise<number | null> {
    if (this.options.hostRamGib !== null) return this.options.hostRamGib;
    const report = await this.hardware.report().catch(() => undefined);
    const mib = report ? usableMemoryMib(report) : 0;
    return mib > 0 ? mib / MIB_PER_GIB : null;
  }
}

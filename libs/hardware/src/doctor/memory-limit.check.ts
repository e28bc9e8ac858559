import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { HardwareService } from '../hardware.service.js';
import type { Headroom } from '../memory/headroom.js';
import type { HardwareReport } from '../probe/hardware-report.js';

/** Less than this share of a unified memory for the GPU is most likely the driver's cautious default. */
const CAUTIOUS_SHARE = 0.6;
/** Below this the machine is not one for large models anyway. */
const WORTHWHILE_MIB = 24 * 1024;

/** Whether something keeps models from memory that the machine has. */
@Injectable()
export class MemoryLimitCheck extends DoctorCheck {
  readonly id = 'hardware.memory_limit';

  constructor(private readonly hardware: HardwareService) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    return judgeMemory(await this.hardware.report(), await this.hardware.headroom());
  }
}

export function judgeMemory(report: HardwareReport, headroom: Headroom): DoctorFinding {
  const { mib, limitedBy, poolMib, kind, bounds } = headroom;
  const source = bounds.find(({ name }) => name === limitedBy)?.source ?? '';
  if (limitedBy === 'cgroup') {
    return {
      severity: 'warning',
      message: `Models can take ${gib(mib)} of the ${gib(poolMib)} there are: ${source} is the limit.`,
      remedy: 'Raise the memory of the container (Proxmox: "pct set <id> -memory <MiB>") or MemoryMax= of the service.',
    };
  }
  if (limitedBy === 'host') {
    return {
      severity: 'warning',
      message: `Models can take ${gib(mib)} of the ${gib(poolMib)} there are: others use the rest of the ${source}.`,
      remedy: 'Stop or shrink other guests of the host.',
    };
  }
  if (kind === 'unified' && report.ramMib >= WORTHWHILE_MIB && poolMib < report.unifiedMemoryMib * CAUTIOUS_SHARE) {
    return {
      severity: 'warning',
      message: `The GPU may use ${gib(poolMib)} of the ${gib(report.unifiedMemoryMib)} there are: the driver's default.`,
      remedy:
        'Let it map more with the kernel parameter "ttm.pages_limit=<MiB × 256>" on the host, leaving some GiB to the system, and restart.',
    };
  }
  return { severity: 'ok', message: `Models can take ${gib(mib)} (${source}).` };
}

function gib(mib: number): string {
  return `${(mib / 1024).toFixed(1)} GiB`;
}

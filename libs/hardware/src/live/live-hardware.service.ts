import { Clock } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { HardwareService } from '../hardware.service.js';
import { HardwareReaders } from '../probe/hardware-readers.js';
import { readMemory } from '../probe/system/mem-info.js';
import { ProxmoxHost } from '../proxmox/proxmox-host.service.js';
import type { ProxmoxStatusDto } from '../proxmox/proxmox-status.dto.js';
import { cpuPercent, parseCpuTimes, type CpuTimes } from './cpu-load.js';
import { readGpuCounters } from './gpu-counters.js';
import type { HardwareStatsDto, HostStatsDto } from './hardware-stats.dto.js';
import { readNpuStatus } from './npu-status.js';
import { SingleFlightCache } from './single-flight-cache.js';

const MAX_AGE_MS = 1_500;
/** An older sample would tell of a time that nobody asks about. */
const CPU_SPAN_MS = 30_000;

/** Live counters of this machine, sampled when somebody asks. */
@Injectable()
export class LiveHardware {
  private readonly samples: SingleFlightCache<HardwareStatsDto>;
  private lastCpu: { times: CpuTimes; at: number } | undefined;

  constructor(
    private readonly readers: HardwareReaders,
    private readonly clock: Clock,
    private readonly hardware: HardwareService,
    private readonly proxmox: ProxmoxHost,
  ) {
    this.samples = new SingleFlightCache(clock, MAX_AGE_MS, () => this.sample());
  }

  /** At most 1.5 seconds old; one look at the machine serves everybody who asks meanwhile. */
  stats(): Promise<HardwareStatsDto> {
    return this.samples.get();
  }

  private async sample(): Promise<HardwareStatsDto> {
    const report = this.hardware.current();
    const [memory, gpus, cpu, npuStatus] = await Promise.all([
      readMemory(this.readers),
      readGpuCounters(this.readers, report.gpus),
      this.cpu(),
      readNpuStatus(this.readers, report),
    ]);
    const known = memory.totalMib > 0;
    return {
      ramUsedMib: known ? memory.totalMib - memory.availableMib : null,
      ramAvailableMib: known ? memory.availableMib : null,
      gttUsedMib: sumOf(gpus.map((gpu) => gpu.gttUsedMib)),
      vramUsedMib: sumOf(gpus.map((gpu) => gpu.vramUsedMib)),
      gpuUtilPercent: greatestOf(gpus.map((gpu) => gpu.utilPercent)),
      gpus,
      cpuPercent: cpu,
      npuStatus,
      host: slim(this.proxmox.latest()),
      sampledAt: new Date(this.clock.now()).toISOString(),
    };
  }

  private async cpu(): Promise<number | null> {
    const times = parseCpuTimes((await this.readers.read('/proc/stat')) ?? '');
    const at = this.clock.monotonic();
    const last = this.lastCpu;
    this.lastCpu = times && { times, at };
    return times && last && at - last.at <= CPU_SPAN_MS ? cpuPercent(last.times, times) : null;
  }
}

/** The Proxmox host without its tenants. It is never waited for. */
function slim(status: ProxmoxStatusDto | undefined): HostStatsDto | null {
  if (!status?.configured) return null;
  const { ok, error, node, hostMemTotalMib, hostMemUsedMib, hostMemFreeMib, hostCpuPercent } = status;
  const { tenantsRunning, tenantsTotal } = status;
  const memory = { hostMemTotalMib, hostMemUsedMib, hostMemFreeMib };
  return { ok, error, node, ...memory, hostCpuPercent, tenantsRunning, tenantsTotal };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) : null;
}

function greatestOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? Math.max(...known) : null;
}

import { ApiProperty } from '@nestjs/swagger';

/** What the NPU does; `present` when its driver does not tell. */
export const NPU_STATUSES = ['absent', 'suspended', 'active', 'present'] as const;
export type NpuStatus = (typeof NPU_STATUSES)[number];

/** One GPU now; null means that its driver does not tell, or that the GPU sleeps. */
export class GpuStatsDto {
  name: string;
  vramUsedMib: number | null;
  vramTotalMib: number | null;
  /** System memory it holds (amdgpu's GTT). */
  gttUsedMib: number | null;
  utilPercent: number | null;
}

/** The Proxmox host in short; null figures while `ok` is false. */
export class HostStatsDto {
  ok: boolean;
  error: string | null;
  node: string | null;
  hostMemTotalMib: number | null;
  hostMemUsedMib: number | null;
  hostMemFreeMib: number | null;
  hostCpuPercent: number | null;
  tenantsRunning: number | null;
  tenantsTotal: number | null;
}

/** Live counters of this machine. Unknown is null, never 0. */
export class HardwareStatsDto {
  ramUsedMib: number | null;
  /** What programs can still get without swapping. */
  ramAvailableMib: number | null;
  /** System memory that AMD GPUs hold. */
  gttUsedMib: number | null;
  /** Of all GPUs that tell. */
  vramUsedMib: number | null;
  /** Of the busiest GPU. */
  gpuUtilPercent: number | null;
  gpus: GpuStatsDto[];
  /** Of all processors, since the sample before; null for the first one. */
  cpuPercent: number | null;
  @ApiProperty({ enum: NPU_STATUSES, enumName: 'NpuStatus', nullable: true })
  npuStatus: NpuStatus | null;
  /** Null when no Proxmox host is configured, or before its first answer. */
  host: HostStatsDto | null;
  /** ISO 8601. */
  sampledAt: string;
}

import { DEVICES, type Device } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import {
  CONTAINER_RUNTIMES,
  GPU_VENDORS,
  MEMORY_KINDS,
  PASSTHROUGHS,
  PLATFORMS,
  VIRTUALIZATIONS,
  type ContainerRuntime,
  type DeviceAccess,
  type GpuVendor,
  type HardwareProblem,
  type HardwareReport,
  type MemoryKind,
  type Npu,
  type Passthrough,
  type Platform,
  type RecommendedDevice,
  type Virtualization,
} from '../probe/hardware-report.js';
import { POOL_KINDS, type PoolKind } from '../memory/headroom.js';
import { GpuDto } from './gpu.dto.js';
import { HeadroomDto } from './headroom.dto.js';

export class NpuDto implements Npu {
  present: boolean;
  @ApiProperty({ enum: GPU_VENDORS, enumName: 'GpuVendor' })
  vendor: GpuVendor;
  name: string;
  /** Kernel driver; null when there is no NPU or no driver for it. */
  driver: string | null;
  /** hal0 may open its device node. */
  reachable: boolean;
}

/** A device node that inference needs. */
export class DeviceAccessDto implements DeviceAccess {
  path: string;
  /** Group the node belongs to. */
  group: string;
  gid: number;
  /** Whether hal0 may use it. */
  accessible: boolean;
}

/** Something that could not be found out. */
export class HardwareProblemDto implements HardwareProblem {
  /** Part of the probe that stumbled. */
  detector: string;
  message: string;
}

/** Which device new slots should use. */
export class RecommendedDeviceDto implements RecommendedDevice {
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  device: Device;
  reason: string;
}

/** What this machine is. Memory is in MiB, whole numbers. */
export class HardwareDto implements HardwareReport {
  /** When the machine was looked at (ISO 8601). */
  probedAt: string;
  @ApiProperty({ enum: PLATFORMS, enumName: 'Platform' })
  platform: Platform;
  /** The platform in words. */
  platformLabel: string;
  @ApiProperty({ enum: VIRTUALIZATIONS, enumName: 'Virtualization' })
  virtualization: Virtualization;
  /** Null outside of containers. */
  @ApiProperty({ enum: CONTAINER_RUNTIMES, enumName: 'ContainerRuntime', nullable: true })
  containerRuntime: ContainerRuntime | null;
  /** How much of the GPUs and NPU this container or virtual machine can use; null on bare metal. */
  @ApiProperty({ enum: PASSTHROUGHS, enumName: 'Passthrough', nullable: true })
  passthrough: Passthrough | null;
  kernel: string;
  distro: string;
  architecture: string;

  cpuModel: string;
  /** The same as `cpuModel`. */
  cpuName: string;
  cpuCores: number;
  cpuThreads: number;

  /** What the operating system can give; in a container what the container is shown. */
  ramMib: number;
  /** The same as `ramMib`. */
  ramTotalMib: number;
  ramAvailableMib: number;
  swapMib: number;
  /** What the operating system of the physical machine can give; more than `ramMib` in a capped container. */
  unifiedMemoryMib: number;
  /** `unified` only when the GPU that does the inference works in the system's own memory. */
  @ApiProperty({ enum: MEMORY_KINDS, enumName: 'MemoryKind' })
  memoryKind: MemoryKind;
  isUma: boolean;
  /** Where the memory that models are loaded into comes from. */
  @ApiProperty({ enum: POOL_KINDS, enumName: 'PoolKind' })
  poolKind: PoolKind;
  poolMib: number;
  /** Tightest memory limit of the control groups above hal0. */
  cgroupMaxMib: number | null;
  headroom: HeadroomDto;

  gpus: GpuDto[];
  /** The GPU that does the inference; empty when there is none. */
  gpuName: string;
  @ApiProperty({ enum: GPU_VENDORS, enumName: 'GpuVendor', nullable: true })
  gpuVendor: GpuVendor | null;
  /** Memory of the discrete cards that do the inference; 0 with unified memory. */
  vramTotalMib: number;
  /** With unified memory, how much of it the GPU may map; otherwise 0. */
  gttTotalMib: number;

  npu: NpuDto;
  npuPresent: boolean;
  npuName: string;

  deviceAccess: DeviceAccessDto[];
  /** Groups of the GPU's device nodes. */
  gpuGroupGids: number[];
  /** Free on the file system that holds hal0's state. */
  diskFreeMib: number;
  recommendedDevice: RecommendedDeviceDto;
  problems: HardwareProblemDto[];
}

import type { Device } from '@hal0/config';
import type { PoolKind } from '../memory/headroom.js';

/** In the order of the rules; the first that holds wins. */
export const PLATFORMS = [
  'wsl2',
  'lxc',
  'proxmox-kvm',
  'kvm',
  'strix-halo',
  'bare-metal-nvidia-gpu',
  'bare-metal-amd-gpu',
  'bare-metal-intel-gpu',
  'bare-metal-cpu-only',
  'unknown',
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The hypervisor under this system; `other` is one that the probe has no name for. */
export const VIRTUALIZATIONS = ['none', 'kvm', 'wsl', 'vmware', 'virtualbox', 'hyperv', 'xen', 'other'] as const;
export type Virtualization = (typeof VIRTUALIZATIONS)[number];

export const CONTAINER_RUNTIMES = ['lxc', 'docker', 'podman', 'systemd-nspawn', 'other'] as const;
export type ContainerRuntime = (typeof CONTAINER_RUNTIMES)[number];

/** How much of the machine's GPUs and NPU a container or virtual machine can use. */
export const PASSTHROUGHS = ['full', 'partial', 'none'] as const;
export type Passthrough = (typeof PASSTHROUGHS)[number];

export const GPU_VENDORS = ['amd', 'nvidia', 'intel', 'unknown'] as const;
export type GpuVendor = (typeof GPU_VENDORS)[number];

export const MEMORY_KINDS = ['unified', 'system'] as const;
export type MemoryKind = (typeof MEMORY_KINDS)[number];

/** One graphics adapter. */
export interface Gpu {
  vendor: GpuVendor;
  name: string;
  /** Memory that belongs to the adapter alone; on an integrated one what the firmware has set aside for it. 0: not known. */
  vramMib: number;
  /** System memory that the driver lets it map (amdgpu's GTT); 0 for other drivers. */
  gttMib: number;
  /** `1002:1586`, lower case; null when the adapter is not on a PCI bus. */
  pciId: string | null;
  /** `0000:c5:00.0`; null when the adapter is not on a PCI bus or its place is hidden. */
  pciAddress: string | null;
  /** Kernel driver; null when none is bound or it is hidden. */
  driver: string | null;
  /** `/sys/class/drm/card0`. */
  drmPath: string | null;
  /** `/dev/dri/renderD128`. */
  renderNode: string | null;
  /** Instruction set of an AMD adapter as ROCm calls it, e.g. `gfx1151`. */
  gfx: string | null;
  integrated: boolean;
  /** A virtual or management adapter that can only show a picture; never used for inference. */
  displayOnly: boolean;
  /** Whether this process can open the adapter's device nodes. */
  reachable: boolean;
  /** CUDA or ROCm could run on it. */
  computeCapable: boolean;
  vulkanCapable: boolean;
}

export interface Npu {
  present: boolean;
  vendor: GpuVendor;
  name: string;
  /** Kernel driver; null when there is no NPU or no driver for it. */
  driver: string | null;
  /** Whether this process can open its device node. */
  reachable: boolean;
}

/** A device node that inference needs, and whether this process may use it. */
export interface DeviceAccess {
  path: string;
  /** Name of the group the node belongs to; its number when it has none. */
  group: string;
  gid: number;
  accessible: boolean;
}

/** Something that could not be found out. */
export interface HardwareProblem {
  /** Part of the probe that stumbled, e.g. `nvidia-smi`. */
  detector: string;
  message: string;
}

/** Which device new slots should use. */
export interface RecommendedDevice {
  device: Device;
  reason: string;
}

/** What this machine is. Memory is in MiB, whole numbers, rounded down. */
export interface HardwareReport {
  /** ISO 8601, UTC. */
  probedAt: string;
  platform: Platform;
  /** For people: "LXC on Strix Halo (full passthrough)". */
  platformLabel: string;
  virtualization: Virtualization;
  /** Null outside of containers. */
  containerRuntime: ContainerRuntime | null;
  /** Null on bare metal, and when there is nothing to pass through. */
  passthrough: Passthrough | null;
  /** Release of the running kernel. */
  kernel: string;
  /** Name of the distribution. */
  distro: string;
  /** As `uname -m` says. */
  architecture: string;
  cpuModel: string;
  cpuCores: number;
  cpuThreads: number;
  /** What the operating system can give; in a container what the container is shown. */
  ramMib: number;
  ramAvailableMib: number;
  swapMib: number;
  /** Memory of the physical machine that its operating system can give; more than `ramMib` in a capped container. */
  unifiedMemoryMib: number;
  /** `unified` only when the GPU that does the inference works in the system's own memory. */
  memoryKind: MemoryKind;
  /** Where the memory that models are loaded into comes from. */
  poolKind: PoolKind;
  /** Size of that pool. */
  poolMib: number;
  /** Tightest memory limit of the control groups above this process; null when there is none. */
  cgroupMaxMib: number | null;
  gpus: Gpu[];
  npu: Npu;
  deviceAccess: DeviceAccess[];
  /** Groups of the GPU's device nodes: what a service needs as supplementary groups. */
  gpuGroupGids: number[];
  /** Free for ordinary processes on the file system that holds hal0's state. */
  diskFreeMib: number;
  recommendedDevice: RecommendedDevice;
  problems: HardwareProblem[];
}

// The probe.
export { GpuAccessCheck } from './doctor/gpu-access.check.js';
export { HardwareProbeCheck } from './doctor/hardware-probe.check.js';
export { MemoryLimitCheck } from './doctor/memory-limit.check.js';
export { HardwareChangedEvent } from './hardware-changed.event.js';
export { HardwareModule, type HardwareModuleOptions } from './hardware.module.js';
export { HardwareService } from './hardware.service.js';
export type { HardwareDto } from './http/hardware.dto.js';
export { toHardwareDto } from './http/to-hardware-dto.js';
export { HostMemorySource, type HostMemory } from './memory/host-memory-source.port.js';
export type { Headroom, HeadroomBound, MeasuredPool, MemoryPools, PoolKind } from './memory/headroom.js';
export { measureHeadroom } from './memory/measure-headroom.js';
export { readHardwareFile, writeHardwareFile } from './probe/hardware-file.js';
export { HardwareReaders, type CommandOutcome, type DeviceNode } from './probe/hardware-readers.js';
export type { Gpu, HardwareReport, MemoryKind, Npu, Platform } from './probe/hardware-report.js';
export { probeHardware } from './probe/probe-hardware.js';
export { systemReaders } from './probe/system-readers.js';

// Live figures, the Proxmox host, fit.
export { fileNeed } from './fit/file-need.js';
export {
  MEMORY_MARGIN_MIB,
  type FitRequest,
  type FitResult,
  type FitVerdict,
  type MemoryPool,
} from './fit/fit-result.js';
export { fits } from './fit/fits.js';
export { memoryNeed, type MemoryParts } from './fit/memory-need.js';
export { memorySize } from './fit/memory-size.js';
export { KV_CACHE_TYPES, type KvCacheType, type ModelShape, type ServingPlan } from './fit/model-shape.js';
export { LiveHardware } from './live/live-hardware.service.js';
export { ProxmoxHost } from './proxmox/proxmox-host.service.js';
export type {
  ProxmoxRemovedDto,
  ProxmoxSettingsDto,
  ProxmoxTestDto,
  SaveProxmoxDto,
} from './proxmox/proxmox-settings.dto.js';
export { ProxmoxUnreachableEvent } from './proxmox/proxmox-unreachable.event.js';

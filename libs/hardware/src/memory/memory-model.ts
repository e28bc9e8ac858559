import { inferenceGpus, isInferenceAdapter, isStrixHalo } from '../probe/gpus/inference-gpus.js';
import type { Gpu, MemoryKind, Platform } from '../probe/hardware-report.js';
import type { PoolKind } from './headroom.js';

/** What the memory figures are decided from. MiB. */
export interface MemoryInputs {
  ramMib: number;
  /** What the kernel manages on all memory nodes; undefined when it does not tell. */
  nodesMib: number | undefined;
  /** Sum of the memory modules; undefined when nobody can tell. */
  dimmsMib: number | undefined;
  contained: boolean;
  /** Limit of the control groups. */
  cgroupMib: number | undefined;
  platform: Platform;
  gpus: readonly Gpu[];
}

export interface MemoryModel {
  unifiedMemoryMib: number;
  memoryKind: MemoryKind;
  poolKind: PoolKind;
  poolMib: number;
  cgroupMaxMib: number | null;
}

/** A container is shown less than there is when the machine has this much more. Source: reference, UMA rules. */
const CAPPED = 1.1;

export function modelMemory(inputs: MemoryInputs): MemoryModel {
  const unifiedMemoryMib = physicalMemory(inputs);
  const [gpu] = inferenceGpus(inputs.gpus);
  const shared = sharedMemoryGpu(inputs, gpu);
  const cgroupMaxMib = tightestLimit(inputs, unifiedMemoryMib);
  if (shared) {
    const poolMib = mappableBy(shared, unifiedMemoryMib);
    return { unifiedMemoryMib, memoryKind: 'unified', poolKind: 'unified', poolMib, cgroupMaxMib };
  }
  const vramMib = gpu && !gpu.integrated ? cardMemory(inputs.gpus, gpu) : 0;
  if (vramMib) return { unifiedMemoryMib, memoryKind: 'system', poolKind: 'vram', poolMib: vramMib, cgroupMaxMib };
  return { unifiedMemoryMib, memoryKind: 'system', poolKind: 'system', poolMib: unifiedMemoryMib, cgroupMaxMib };
}

/**
 * What the operating system of the physical machine can give. Outside of containers that is what it reports: the modules hold
 * more, but the difference is what the firmware has set aside, which nobody but the GPU can have.
 */
function physicalMemory({ ramMib, nodesMib, dimmsMib, contained, gpus }: MemoryInputs): number {
  if (!contained) return ramMib;
  const setAside = gpus.reduce((sum, gpu) => sum + (gpu.integrated ? gpu.vramMib : 0), 0);
  const physical = nodesMib ?? (dimmsMib && dimmsMib - setAside) ?? 0;
  return physical > ramMib * CAPPED ? physical : ramMib;
}

/** A container that is shown less memory than there is has that much (lxcfs), whatever the files of its own group say. */
function tightestLimit({ ramMib, cgroupMib = Infinity }: MemoryInputs, physicalMib: number): number | null {
  const limit = Math.min(cgroupMib, ramMib < physicalMib ? ramMib : Infinity);
  return Number.isFinite(limit) ? limit : null;
}

/**
 * The integrated AMD GPU that does the inference in the system's memory: a Strix Halo, or one that may map at least half of
 * what there is. A discrete card may map much system memory as well, but works in its own.
 */
function sharedMemoryGpu({ platform, gpus, ramMib }: MemoryInputs, inference: Gpu | undefined): Gpu | undefined {
  if (!inference)
    return platform === 'strix-halo' ? gpus.find((gpu) => isInferenceAdapter(gpu) && gpu.integrated) : undefined;
  const { vendor, integrated, vramMib, gttMib } = inference;
  if (vendor !== 'amd' || !integrated) return undefined;
  return isStrixHalo(inference) || vramMib + gttMib >= ramMib / 2 ? inference : undefined;
}

/** What the firmware has set aside for it and what the driver lets it map, but no more than there is. */
function mappableBy({ vramMib, gttMib }: Gpu, systemMib: number): number {
  return vramMib + gttMib ? Math.min(vramMib + gttMib, systemMib + vramMib) : systemMib;
}

/** Layers of a model spread over all cards of one maker. */
function cardMemory(gpus: readonly Gpu[], { vendor }: Gpu): number {
  const cards = inferenceGpus(gpus).filter((gpu) => gpu.vendor === vendor && !gpu.integrated);
  return cards.reduce((sum, card) => sum + card.vramMib, 0);
}

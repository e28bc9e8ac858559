import { inferenceGpus, isInferenceAdapter } from './gpus/inference-gpus.js';
import type { Gpu, MemoryKind, RecommendedDevice } from './hardware-report.js';

/** Vulkan is the faster way on a large unified pool whose firmware has set only a little aside. Source: reference, recommendation. */
const LARGE_POOL_MIB = 32 * 1024;
/** A machine sold with 32 GB reports a little less. */
const NOMINAL = 0.92;
const SMALL_CARVE_OUT_MIB = 4_096;

/** Which device models run best on. */
export function recommendDevice(
  gpus: readonly Gpu[],
  memoryKind: MemoryKind,
  unifiedMemoryMib: number,
): RecommendedDevice {
  const [gpu] = inferenceGpus(gpus);
  if (!gpu) return { device: 'cpu', reason: withoutGpu(gpus) };
  const { name, vendor, vramMib, computeCapable, vulkanCapable } = gpu;
  const large = unifiedMemoryMib >= LARGE_POOL_MIB * NOMINAL && vramMib <= SMALL_CARVE_OUT_MIB;
  if (vulkanCapable && memoryKind === 'unified' && large) {
    return { device: 'gpu-vulkan', reason: `${name} works in a large unified memory, where Vulkan is the faster way.` };
  }
  if (vendor === 'amd' && computeCapable) return { device: 'gpu-rocm', reason: `${name} can run ROCm.` };
  if (vulkanCapable) return { device: 'gpu-vulkan', reason: `${name} can run Vulkan.` };
  if (vendor === 'nvidia' && computeCapable) {
    return { device: 'gpu-cuda', reason: `${name} can run CUDA; there is no Vulkan driver for it here.` };
  }
  return { device: 'cpu', reason: `${name} has neither a Vulkan nor a compute driver here.` };
}

function withoutGpu(gpus: readonly Gpu[]): string {
  const idle = gpus.find(isInferenceAdapter);
  return idle ? `${idle.name} is there, but hal0 cannot use it.` : 'There is no GPU that can do inference.';
}

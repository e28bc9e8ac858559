import type { HardwareReaders } from '../hardware-readers.js';
import type { DeviceAccess, Gpu, HardwareProblem } from '../hardware-report.js';
import type { Attempts } from '../attempts.js';
import { readDrmCards } from './drm.js';
import { isInferenceAdapter } from './inference-gpus.js';
import { readKfd } from './kfd.js';
import { intelVramMib } from './known-adapters.js';
import { readLspci } from './lspci.js';
import { mergeGpus } from './merge-gpus.js';
import { readNvidia } from './nvidia-smi.js';
import { isDisplay, readLargestWindow, type PciDevice } from './pci.js';
import { readVulkan } from './vulkaninfo.js';

/** Without a resizable window a card shows only this much of its memory. */
const SMALL_WINDOW_BYTES = 256 * 2 ** 20;
const ROCM_TIMEOUT_MS = 4_000;

/** All graphics adapters of the machine. Sources that stumble are left out. */
export async function readGpus(
  readers: HardwareReaders,
  pci: readonly PciDevice[],
  access: readonly DeviceAccess[],
  attempts: Attempts,
): Promise<Gpu[]> {
  const [drm, lspci, nvidia, vulkan, kfd] = await Promise.all([
    attempts.of('drm', () => readDrmCards(readers), []),
    attempts.of('lspci', () => readLspci(readers), []),
    attempts.of('nvidia-smi', () => readNvidia(readers), []),
    attempts.of('vulkaninfo', () => readVulkan(readers), undefined),
    attempts.of('kfd', () => readKfd(readers), []),
  ]);
  const accessible = new Set(access.filter((node) => node.accessible).map(({ path }) => path));
  // The kernel's topology tells the same and costs nothing; the tool is asked only where that is hidden.
  const rocm = accessible.has('/dev/kfd') && !kfd.length && (await rocmAnswers(readers));
  const gpus = mergeGpus({ pci: pci.filter(isDisplay), drm, lspci, nvidia, vulkan, kfd, accessible, rocm });
  return Promise.all(gpus.map((gpu) => withCardMemory(readers, gpu)));
}

/** What is odd about the adapters, in words. */
export function gpuProblems(gpus: readonly Gpu[]): HardwareProblem[] {
  return gpus.filter(isInferenceAdapter).flatMap(({ vendor, name, driver, integrated, vramMib, reachable }) => {
    if (vendor === 'nvidia' && driver === 'nvidia' && !reachable) {
      return { detector: 'nvidia-smi', message: `nvidia-smi does not list ${name}, though its driver is loaded.` };
    }
    if (!driver && !reachable) return { detector: 'drm', message: `No kernel driver is bound to ${name}.` };
    if (!integrated && reachable && !vramMib) {
      return { detector: 'drm', message: `The driver does not tell how much memory ${name} has.` };
    }
    return [];
  });
}

async function withCardMemory(readers: HardwareReaders, gpu: Gpu): Promise<Gpu> {
  if (gpu.vendor !== 'intel' || gpu.integrated || gpu.vramMib || !gpu.pciId || !gpu.pciAddress) return gpu;
  const sold = intelVramMib(gpu.pciId);
  const window = await readLargestWindow(readers, gpu.pciAddress);
  return { ...gpu, vramMib: window > SMALL_WINDOW_BYTES ? Math.min(sold, window / 2 ** 20) : sold };
}

async function rocmAnswers(readers: HardwareReaders): Promise<boolean> {
  return (await readers.run('rocm-smi', [], ROCM_TIMEOUT_MS)).status === 0;
}

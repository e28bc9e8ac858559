import type { HardwareReaders } from '../hardware-readers.js';
import type { Gpu } from '../hardware-report.js';
import { readMib } from './drm.js';
import { queryNvidia } from './nvidia-smi.js';

/** MiB. */
export interface GpuMemory {
  /** Taken on the GPUs that models are spread over. */
  usedMib: number;
  /** Left of what the firmware has set aside for an integrated GPU. */
  setAsideFreeMib: number;
}

/** What is taken on the first GPU and on others of its maker and kind, which share the work with it. */
export async function readGpuMemory(readers: HardwareReaders, gpus: readonly Gpu[]): Promise<GpuMemory> {
  const [first] = gpus;
  if (first?.vendor === 'nvidia') return { usedMib: await readNvidiaUsed(readers), setAsideFreeMib: 0 };
  const sum: GpuMemory = { usedMib: 0, setAsideFreeMib: 0 };
  for (const gpu of gpus) {
    if (gpu.vendor !== first?.vendor || gpu.integrated !== first.integrated || !gpu.drmPath) continue;
    const own = await readMib(readers, `${gpu.drmPath}/device/mem_info_vram_used`);
    const mapped = await readMib(readers, `${gpu.drmPath}/device/mem_info_gtt_used`);
    sum.usedMib += gpu.integrated ? own + mapped : own;
    sum.setAsideFreeMib += gpu.integrated ? gpu.vramMib - own : 0;
  }
  return sum;
}

async function readNvidiaUsed(readers: HardwareReaders): Promise<number> {
  const { stdout } = await queryNvidia(readers, 'memory.used');
  return stdout.split('\n').reduce((sum, line) => sum + (Number.parseInt(line, 10) || 0), 0);
}

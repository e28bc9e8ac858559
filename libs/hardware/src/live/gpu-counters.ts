import { queryNvidia } from '../probe/gpus/nvidia-smi.js';
import type { HardwareReaders } from '../probe/hardware-readers.js';
import type { Gpu } from '../probe/hardware-report.js';
import type { GpuStatsDto } from './hardware-stats.dto.js';

type Figures = Omit<GpuStatsDto, 'name'>;

const SILENT: Figures = { vramUsedMib: null, vramTotalMib: null, gttUsedMib: null, utilPercent: null };
const NVIDIA_QUERY = 'pci.bus_id,memory.used,memory.total,utilization.gpu';

/** Counters of the GPUs that a probe has found; nvidia-smi is run only when one of them is NVIDIA's and awake. */
export async function readGpuCounters(readers: HardwareReaders, gpus: readonly Gpu[]): Promise<GpuStatsDto[]> {
  const asleep = await Promise.all(gpus.map((gpu) => isAsleep(readers, gpu)));
  const nvidia = gpus.some(({ vendor }, index) => vendor === 'nvidia' && !asleep[index])
    ? parseNvidiaCounters((await queryNvidia(readers, NVIDIA_QUERY)).stdout)
    : [];
  return Promise.all(
    gpus.map(async (gpu, index) => {
      const figures = asleep[index] ? SILENT : await figuresOf(readers, gpu, nvidia);
      return { name: gpu.name, ...figures };
    }),
  );
}

/** Asking a card that sleeps would wake it, at every poll. */
async function isAsleep(readers: HardwareReaders, { pciAddress }: Gpu): Promise<boolean> {
  if (!pciAddress) return false;
  const status = await readers.read(`/sys/bus/pci/devices/${pciAddress}/power/runtime_status`);
  return status?.trim() === 'suspended';
}

async function figuresOf(readers: HardwareReaders, gpu: Gpu, nvidia: readonly NvidiaCounters[]): Promise<Figures> {
  if (gpu.vendor === 'nvidia') {
    const found = nvidia.find(({ busId }) => gpu.pciAddress && busId.endsWith(gpu.pciAddress));
    return found?.figures ?? SILENT;
  }
  return gpu.drmPath ? readAmdgpu(readers, `${gpu.drmPath}/device`) : SILENT;
}

/** Other drivers have none of these files. Source: the kernel's amdgpu documentation, "GPU memory usage" and "GPU load". */
async function readAmdgpu(readers: HardwareReaders, folder: string): Promise<Figures> {
  const number = async (file: string) => wholeNumber(await readers.read(`${folder}/${file}`));
  const [vramUsed, vramTotal, gttUsed, utilPercent] = await Promise.all([
    number('mem_info_vram_used'),
    number('mem_info_vram_total'),
    number('mem_info_gtt_used'),
    number('gpu_busy_percent'),
  ]);
  return { vramUsedMib: toMib(vramUsed), vramTotalMib: toMib(vramTotal), gttUsedMib: toMib(gttUsed), utilPercent };
}

interface NvidiaCounters {
  /** Small letters. */
  busId: string;
  figures: Figures;
}

/** What a card does not support reads `[N/A]`. */
function parseNvidiaCounters(text: string): NvidiaCounters[] {
  return text.split('\n').flatMap((line) => {
    const [busId, used, total, util] = line.split(',').map((cell) => cell.trim());
    if (!busId || util === undefined) return [];
    const figures = {
      vramUsedMib: wholeNumber(used),
      vramTotalMib: wholeNumber(total),
      gttUsedMib: null,
      utilPercent: wholeNumber(util),
    };
    return [{ busId: busId.toLowerCase(), figures }];
  });
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : null;
}

const toMib = (bytes: number | null): number | null => bytes && Math.floor(bytes / (1024 * 1024));

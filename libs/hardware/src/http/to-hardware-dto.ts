import type { Headroom } from '../memory/headroom.js';
import { inferenceGpus } from '../probe/gpus/inference-gpus.js';
import type { HardwareReport } from '../probe/hardware-report.js';
import type { HardwareDto } from './hardware.dto.js';

/** The report with the names under which the dashboard and older clients look for single figures. */
export function toHardwareDto(report: HardwareReport, headroom: Headroom): HardwareDto {
  const [gpu] = inferenceGpus(report.gpus);
  const isUma = report.memoryKind === 'unified';
  return {
    ...report,
    headroom: { ...headroom, bounds: [...headroom.bounds] },
    cpuName: report.cpuModel,
    ramTotalMib: report.ramMib,
    isUma,
    gpuName: gpu?.name ?? '',
    gpuVendor: gpu?.vendor ?? null,
    vramTotalMib: report.poolKind === 'vram' ? report.poolMib : 0,
    gttTotalMib: isUma ? (gpu?.gttMib ?? 0) : 0,
    npuPresent: report.npu.present,
    npuName: report.npu.name,
  };
}

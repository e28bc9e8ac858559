import type { HardwareReaders } from '../probe/hardware-readers.js';
import type { HardwareReport } from '../probe/hardware-report.js';
import type { NpuStatus } from './hardware-stats.dto.js';

const ACCELERATORS = '/sys/class/accel';

/** What the NPU does, as the kernel's power management sees it; null before the first probe. */
export async function readNpuStatus(readers: HardwareReaders, report: HardwareReport): Promise<NpuStatus | null> {
  if (report.platform === 'unknown') return null;
  if (!report.npu.present) return 'absent';
  const [first] = await readers.list(ACCELERATORS);
  const status = first && (await readers.read(`${ACCELERATORS}/${first}/device/power/runtime_status`))?.trim();
  return status === 'active' || status === 'suspended' ? status : 'present';
}

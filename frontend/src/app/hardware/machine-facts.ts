import type { HardwareDto } from '../../api/models';
import { describeMib } from '../ui/bytes';
import type { Fact } from './facts';

/** The box in lines, from the processor outwards. */
export function machineFacts(report: HardwareDto): readonly Fact[] {
  const { cpuModel, cpuCores, cpuThreads, ramTotalMib, swapMib, unifiedMemoryMib, memoryKind, cgroupMaxMib, npu } =
    report;
  const size = (mib: number) => (mib > 0 ? describeMib(mib) : null);
  return [
    { label: 'Processor', value: cpuModel || null },
    { label: 'Cores', value: cpuCores > 0 ? `${cpuCores}, ${cpuThreads} threads` : null },
    { label: 'Memory', value: ramTotalMib > 0 ? `${describeMib(ramTotalMib)}, ${memoryKind}` : null },
    ...(unifiedMemoryMib > ramTotalMib
      ? [{ label: 'Physical', value: `${describeMib(unifiedMemoryMib)} in the machine underneath` }]
      : []),
    ...(cgroupMaxMib === null ? [] : [{ label: 'Limit', value: `${describeMib(cgroupMaxMib)} by control group` }]),
    { label: 'Swap', value: size(swapMib) ?? 'none' },
    ...(report.gpus.length > 0 ? [] : [{ label: 'GPU', value: 'none' }]),
    {
      label: 'NPU',
      value: npu.present
        ? [npu.name, npu.driver ?? 'no driver', npu.reachable ? '' : 'hal0 may not open it'].filter(Boolean).join(', ')
        : 'none',
    },
    { label: 'Disk', value: size(report.diskFreeMib) && `${describeMib(report.diskFreeMib)} free for hal0` },
    { label: 'System', value: report.distro || null },
    { label: 'Kernel', value: report.kernel ? `${report.kernel} · ${report.architecture}` : null, mono: true },
    { label: 'Runs in', value: surroundings(report) },
  ];
}

function surroundings({ containerRuntime, virtualization, passthrough }: HardwareDto): string {
  const inside = [
    ...(containerRuntime === null ? [] : [`${containerRuntime} container`]),
    ...(virtualization === 'none' ? [] : [`${virtualization} machine`]),
  ];
  if (inside.length === 0) return 'bare metal';
  return passthrough === null ? inside.join(' in ') : `${inside.join(' in ')}, ${passthrough} passthrough`;
}

import { modelMemory } from '../memory/memory-model.js';
import { Attempts } from './attempts.js';
import { readDeviceAccess } from './device-access.js';
import { readDiskFree } from './disk.js';
import { isDisplay, readPciDevices } from './gpus/pci.js';
import { gpuProblems, readGpus } from './gpus/read-gpus.js';
import type { HardwareReaders } from './hardware-readers.js';
import type { HardwareReport, Platform } from './hardware-report.js';
import { readNpu } from './npu.js';
import { decidePassthrough, decidePlatform, labelPlatform, type PlatformFacts } from './platform.js';
import { recommendDevice } from './recommend-device.js';
import { parseCpuInfo, readCpu } from './system/cpu-info.js';
import { readContainer } from './system/container.js';
import { readDimms } from './system/dmidecode.js';
import { parseKernel, readDistro, readKernel } from './system/kernel.js';
import { parseMemInfo, readMemory, readNodeMemory } from './system/mem-info.js';
import { readMemoryLimit } from './system/memory-cgroup.js';
import { NO_DMI, readDmi, readVirtualization, saysProxmox } from './system/virtualization.js';
import { unprobedReport } from './unprobed-report.js';

export interface ProbeOptions {
  /** Folder of hal0's state, whose file system has to hold the models. It need not exist yet. */
  state: string;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * Looks at a machine. A part that stumbles is left out and told of in `problems`; the probe itself only fails when the readers
 * break their word.
 */
export async function probeHardware(readers: HardwareReaders, { state, now }: ProbeOptions): Promise<HardwareReport> {
  const attempts = new Attempts();
  const none = unprobedReport();
  const [kernel, distro, cpu, memory, containerRuntime, dmi, pci, deviceAccess, diskFreeMib] = await Promise.all([
    attempts.of('kernel', () => readKernel(readers), parseKernel('', '', '')),
    attempts.of('distro', () => readDistro(readers), none.distro),
    attempts.of('cpu', () => readCpu(readers), parseCpuInfo('')),
    attempts.of('memory', () => readMemory(readers), parseMemInfo('')),
    attempts.of('container', () => readContainer(readers), null),
    attempts.of('dmi', () => readDmi(readers), NO_DMI),
    attempts.of('pci', () => readPciDevices(readers), []),
    attempts.of('device access', () => readDeviceAccess(readers), []),
    attempts.of('disk', () => readDiskFree(readers, state), none.diskFreeMib),
  ]);
  const [npu, gpus, virtualization, limit, nodesMib] = await Promise.all([
    attempts.of('npu', () => readNpu(readers, pci), none.npu),
    attempts.of('gpu', () => readGpus(readers, pci.filter(isDisplay), deviceAccess, attempts), []),
    attempts.of(
      'virtualization',
      () => readVirtualization(readers, { dmi, wsl: kernel.wsl, flag: cpu.hypervisor }),
      'none',
    ),
    attempts.of('cgroup', () => readMemoryLimit(readers), undefined),
    attempts.of('memory nodes', () => readNodeMemory(readers), undefined),
  ]);
  const contained = containerRuntime !== null;
  const dimmsMib =
    contained && nodesMib === undefined
      ? await attempts.of('dmidecode', () => readDimms(readers), undefined)
      : undefined;
  const facts: PlatformFacts = {
    wsl: kernel.wsl,
    containerRuntime,
    virtualization,
    proxmox: saysProxmox(dmi, kernel.commandLine),
    cpuModel: cpu.model,
    gpus,
    npu,
  };
  const platform = await attempts.of('platform', (): Platform => decidePlatform(facts), 'unknown');
  const passthrough = decidePassthrough(facts, deviceAccess);
  const model = modelMemory({
    ramMib: memory.totalMib,
    nodesMib,
    dimmsMib,
    contained,
    cgroupMib: limit?.limitMib,
    platform,
    gpus,
  });
  return {
    probedAt: new Date(now).toISOString(),
    platform,
    platformLabel: labelPlatform(platform, facts, passthrough),
    virtualization,
    containerRuntime,
    passthrough,
    kernel: kernel.release,
    distro,
    architecture: cpu.architecture,
    cpuModel: cpu.model,
    cpuCores: cpu.cores,
    cpuThreads: cpu.threads,
    ramMib: memory.totalMib,
    ramAvailableMib: memory.availableMib,
    swapMib: memory.swapMib,
    ...model,
    gpus,
    npu,
    deviceAccess,
    gpuGroupGids: [...new Set(deviceAccess.map(({ gid }) => gid).filter(Boolean))].sort((a, b) => a - b),
    diskFreeMib,
    recommendedDevice: recommendDevice(gpus, model.memoryKind, model.unifiedMemoryMib),
    problems: [...attempts.problems, ...gpuProblems(gpus), ...npuProblems(npu)],
  };
}

function npuProblems({ present, name }: HardwareReport['npu']): HardwareReport['problems'] {
  return !present && name ? [{ detector: 'npu', message: `No kernel driver is bound to the ${name}.` }] : [];
}

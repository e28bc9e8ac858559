import type { HardwareReport } from './hardware-report.js';

/** What is known of a machine nobody has looked at. */
export function unprobedReport(): HardwareReport {
  return {
    probedAt: new Date(0).toISOString(),
    platform: 'unknown',
    platformLabel: 'Not probed yet',
    virtualization: 'none',
    containerRuntime: null,
    passthrough: null,
    kernel: '',
    distro: '',
    architecture: 'unknown',
    cpuModel: '',
    cpuCores: 0,
    cpuThreads: 0,
    ramMib: 0,
    ramAvailableMib: 0,
    swapMib: 0,
    unifiedMemoryMib: 0,
    memoryKind: 'system',
    poolKind: 'system',
    poolMib: 0,
    cgroupMaxMib: null,
    gpus: [],
    npu: { present: false, vendor: 'unknown', name: '', driver: null, reachable: false },
    deviceAccess: [],
    gpuGroupGids: [],
    diskFreeMib: 0,
    recommendedDevice: { device: 'cpu', reason: 'The hardware was not probed yet.' },
    problems: [{ detector: 'probe', message: 'The hardware was not probed yet.' }],
  };
}

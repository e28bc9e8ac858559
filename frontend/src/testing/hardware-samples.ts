import type { GpuDto, HardwareDto, HardwareStatsDto, ProxmoxSettingsDto, ProxmoxStatusDto } from '../api/models';

const GIB = 1024;

export function aGpu(changes: Partial<GpuDto> = {}): GpuDto {
  return {
    vendor: 'amd',
    name: 'Radeon 8060S',
    vramMib: 512,
    gttMib: 96 * GIB,
    pciId: '1002:1586',
    pciAddress: '0000:c5:00.0',
    driver: 'amdgpu',
    drmPath: '/sys/class/drm/card0',
    renderNode: '/dev/dri/renderD128',
    gfx: 'gfx1151',
    integrated: true,
    displayOnly: false,
    reachable: true,
    computeCapable: false,
    vulkanCapable: true,
    ...changes,
  };
}

/** A container on Strix Halo, held in by its control group. */
export function someHardware(changes: Partial<HardwareDto> = {}): HardwareDto {
  return {
    probedAt: '2026-01-01T00:00:00.000Z',
    platform: 'lxc',
    platformLabel: 'LXC on Strix Halo (full passthrough)',
    virtualization: 'none',
    containerRuntime: 'lxc',
    passthrough: 'full',
    kernel: '6.14.11-4-pve',
    distro: 'Debian GNU/Linux 13 (trixie)',
    architecture: 'x86_64',
    cpuModel: 'AMD RYZEN AI MAX+ 395',
    cpuName: 'AMD RYZEN AI MAX+ 395',
    cpuCores: 16,
    cpuThreads: 32,
    ramMib: 64 * GIB,
    ramTotalMib: 64 * GIB,
    ramAvailableMib: 60 * GIB,
    swapMib: 0,
    unifiedMemoryMib: 124 * GIB,
    memoryKind: 'unified',
    isUma: true,
    poolKind: 'unified',
    poolMib: 96 * GIB,
    cgroupMaxMib: 64 * GIB,
    headroom: {
      mib: 64 * GIB,
      limitedBy: 'cgroup',
      freeMib: 48 * GIB,
      kind: 'unified',
      poolMib: 96 * GIB,
      cgroupMib: 64 * GIB,
      hostMib: null,
      bounds: [
        { name: 'pool', limitMib: 96 * GIB, freeMib: 80 * GIB, source: 'GTT of the Radeon 8060S' },
        { name: 'cgroup', limitMib: 64 * GIB, freeMib: 48 * GIB, source: '/sys/fs/cgroup/memory.max' },
      ],
    },
    gpus: [aGpu()],
    gpuName: 'Radeon 8060S',
    gpuVendor: 'amd',
    vramTotalMib: 0,
    gttTotalMib: 96 * GIB,
    npu: { present: true, vendor: 'amd', name: 'AMD NPU (XDNA)', driver: 'amdxdna', reachable: true },
    npuPresent: true,
    npuName: 'AMD NPU (XDNA)',
    deviceAccess: [],
    gpuGroupGids: [992],
    diskFreeMib: 512 * GIB,
    recommendedDevice: { device: 'gpu-vulkan', reason: 'Vulkan reaches all of the shared memory.' },
    problems: [],
    ...changes,
  };
}

export function someStats(changes: Partial<HardwareStatsDto> = {}): HardwareStatsDto {
  return {
    ramUsedMib: 4 * GIB,
    ramAvailableMib: 60 * GIB,
    gttUsedMib: 12 * GIB,
    vramUsedMib: 100,
    gpuUtilPercent: 41.4,
    gpus: [],
    cpuPercent: null,
    npuStatus: 'suspended',
    host: null,
    sampledAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function aProxmoxStatus(changes: Partial<ProxmoxStatusDto> = {}): ProxmoxStatusDto {
  return {
    configured: true,
    ok: true,
    error: null,
    node: 'pve1',
    nodeRule: 'vmid',
    nodeNote: null,
    hostMemTotalMib: 128 * GIB,
    hostMemUsedMib: 64 * GIB,
    hostMemFreeMib: 64 * GIB,
    hostCpuPercent: 12.3,
    hostCpuCount: 32,
    hostUptimeSeconds: 200_000,
    tenantsRunning: 1,
    tenantsTotal: 2,
    tenantsAllocatedMib: 64 * GIB,
    tenants: [
      {
        type: 'lxc',
        vmid: 105,
        name: 'hal0',
        status: 'running',
        maxMemMib: 64 * GIB,
        memMib: 4 * GIB,
        maxCpu: 32,
        cpuPercent: 3.4,
        node: 'pve1',
      },
      {
        type: 'qemu',
        vmid: 110,
        name: null,
        status: 'stopped',
        maxMemMib: 8 * GIB,
        memMib: null,
        maxCpu: 4,
        cpuPercent: null,
        node: 'pve1',
      },
    ],
    checkedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function aProxmoxHost(changes: Partial<ProxmoxSettingsDto> = {}): ProxmoxSettingsDto {
  return {
    configured: true,
    host: 'pve.lan',
    port: 8006,
    user: 'root@pam',
    tokenName: 'hal0',
    tokenValueSet: true,
    verifySsl: true,
    warnings: [],
    status: aProxmoxStatus(),
    detection: 'detected',
    ...changes,
  };
}

export function noProxmoxHost(changes: Partial<ProxmoxSettingsDto> = {}): ProxmoxSettingsDto {
  const status = aProxmoxStatus({ configured: false, ok: false, node: null, tenants: [], checkedAt: null });
  const nothing = { host: null, port: null, user: null, tokenName: null, tokenValueSet: false, verifySsl: false };
  return aProxmoxHost({ configured: false, ...nothing, status, detection: 'not_detected', ...changes });
}

import { describe, expect, it } from '@jest/globals';
import { measureHeadroom } from '../memory/measure-headroom.js';
import { fixtureReaders, MACHINES, type MachineName } from '../testing/fixture-readers.js';
import type { Gpu, HardwareReport } from './hardware-report.js';
import { probeHardware } from './probe-hardware.js';

/** Everything the probe has to find out about a machine, in short: where it runs, processor, memory, headroom, GPUs. */
interface Expected {
  platform: string;
  /** virtualization, containerRuntime, passthrough */
  guest: string;
  cpu: string;
  /** ramMib, swapMib, unifiedMemoryMib, memoryKind */
  memory: string;
  /** poolKind, poolMib, cgroupMaxMib; then mib, limitedBy and freeMib of the headroom */
  headroom: string;
  gpus: string[];
  npu?: string;
  device: string;
  /** Device nodes that may not be used. */
  closed?: string[];
  diskFreeMib: number;
}

const EXPECTED: Record<MachineName, Expected> = {
  'strix-halo': {
    platform: 'strix-halo: Strix Halo',
    guest: 'none, null, null',
    cpu: 'AMD RYZEN AI MAX+ 395 w/ Radeon 8060S, 16 cores, 32 threads, x86_64',
    memory: '127451, swap 8191, physical 127451, unified',
    headroom: 'unified 108512, cgroup null; 108512 by pool, 86852 free',
    gpus: [
      'amd, Radeon 8060S Graphics, 512 + 108000, 1002:1586 at 0000:c1:00.0, amdgpu, card1 renderD128, gfx1151, integrated reachable compute vulkan',
    ],
    npu: 'AMD NPU (XDNA), amdxdna, reachable',
    device: 'gpu-vulkan',
    diskFreeMib: 1_572_864,
  },
  'lxc-strix-halo': {
    platform: 'lxc: LXC on Strix Halo (full passthrough)',
    guest: 'none, lxc, full',
    cpu: 'AMD RYZEN AI MAX+ 395 w/ Radeon 8060S, 16 cores, 16 threads, x86_64',
    memory: '98304, swap 512, physical 127451, unified',
    headroom: 'unified 108512, cgroup 98304; 98304 by cgroup, 86016 free',
    gpus: [
      'amd, AMD Radeon Graphics, 512 + 108000, 1002:1586 at 0000:c5:00.0, amdgpu, card0 renderD128, gfx1151, integrated reachable compute vulkan',
    ],
    npu: 'AMD NPU (XDNA), amdxdna, reachable',
    device: 'gpu-vulkan',
    diskFreeMib: 393_216,
  },
  'rtx-4090': {
    platform: 'bare-metal-nvidia-gpu: NVIDIA GeForce RTX 4090',
    guest: 'none, null, null',
    cpu: '13th Gen Intel(R) Core(TM) i9-13900KF, 24 cores, 32 threads, x86_64',
    memory: '64087, swap 2047, physical 64087, system',
    headroom: 'vram 24564, cgroup null; 24564 by pool, 23275 free',
    gpus: [
      'nvidia, NVIDIA GeForce RTX 4090, 24564 + 0, 10de:2684 at 0000:01:00.0, nvidia, card0 renderD128, null, reachable compute vulkan',
    ],
    device: 'gpu-vulkan',
    diskFreeMib: 786_432,
  },
  'radeon-7900xtx': {
    platform: 'bare-metal-amd-gpu: AMD Radeon RX 7900 XTX',
    guest: 'none, null, null',
    cpu: 'AMD Ryzen 7 5800X 8-Core Processor, 8 cores, 16 threads, x86_64',
    memory: '64224, swap 0, physical 64224, system',
    headroom: 'vram 24560, cgroup null; 24560 by pool, 21488 free',
    gpus: [
      'amd, AMD Radeon RX 7900 XTX, 24560 + 61440, 1002:744c at 0000:0b:00.0, amdgpu, card1 renderD128, gfx1100, reachable compute vulkan',
    ],
    device: 'gpu-rocm',
    diskFreeMib: 204_800,
  },
  'amd-igpu-nvidia': {
    platform: 'bare-metal-nvidia-gpu: NVIDIA GeForce RTX 3090',
    guest: 'none, null, null',
    cpu: 'AMD Ryzen 9 7950X 16-Core Processor, 16 cores, 32 threads, x86_64',
    memory: '63457, swap 8191, physical 63457, system',
    headroom: 'vram 24576, cgroup null; 24576 by pool, 24164 free',
    gpus: [
      'nvidia, NVIDIA GeForce RTX 3090, 24576 + 0, 10de:2204 at 0000:01:00.0, nvidia, card1 renderD129, null, reachable compute vulkan',
      'amd, AMD Raphael, 512 + 31728, 1002:164e at 0000:13:00.0, amdgpu, card0 renderD128, gfx1036, integrated',
    ],
    device: 'gpu-vulkan',
    closed: ['/dev/kfd render', '/dev/dri/renderD128 render', '/dev/dri/renderD129 render'],
    diskFreeMib: 95_367,
  },
  'two-nvidia': {
    platform: 'bare-metal-nvidia-gpu: NVIDIA GeForce RTX 3090',
    guest: 'none, null, null',
    cpu: 'Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz, 2 cores, 4 threads, x86_64',
    memory: '257661, swap 0, physical 257661, system',
    headroom: 'vram 49152, cgroup null; 49152 by pool, 28671 free',
    gpus: [
      'nvidia, NVIDIA GeForce RTX 3090, 24576 + 0, 10de:2204 at 0000:4b:00.0, nvidia, null null, null, reachable compute vulkan',
      'nvidia, NVIDIA GeForce RTX 3090, 24576 + 0, 10de:2204 at 0000:ca:00.0, nvidia, null null, null, reachable compute vulkan',
      'unknown, ASPEED Technology, Inc. ASPEED Graphics Family, 0 + 0, 1a03:2000 at 0000:03:00.0, ast, card0 null, null, display-only',
    ],
    device: 'gpu-vulkan',
    diskFreeMib: 1_048_576,
  },
  'intel-igpu': {
    platform: 'bare-metal-intel-gpu: Intel Iris Xe Graphics',
    guest: 'none, null, null',
    cpu: '12th Gen Intel(R) Core(TM) i7-1260P, 12 cores, 16 threads, x86_64',
    memory: '31830, swap 975, physical 31830, system',
    headroom: 'system 31830, cgroup null; 31830 by pool, 28672 free',
    gpus: [
      'intel, Intel Iris Xe Graphics, 0 + 0, 8086:46a6 at 0000:00:02.0, i915, card0 renderD128, null, integrated reachable vulkan',
    ],
    device: 'gpu-vulkan',
    diskFreeMib: 307_200,
  },
  'arc-a770': {
    platform: 'bare-metal-intel-gpu: Intel(R) Arc(tm) A770 Graphics',
    guest: 'none, null, null',
    cpu: 'AMD Ryzen 5 5600 6-Core Processor, 6 cores, 12 threads, x86_64',
    memory: '32012, swap 0, physical 32012, system',
    headroom: 'vram 16384, cgroup null; 16384 by pool, 16384 free',
    gpus: [
      'intel, Intel(R) Arc(tm) A770 Graphics, 16384 + 0, 8086:56a0 at 0000:0d:00.0, xe, card0 renderD128, null, reachable vulkan',
    ],
    device: 'gpu-vulkan',
    diskFreeMib: 102_400,
  },
  'cpu-only-server': {
    platform: 'bare-metal-cpu-only: CPU only',
    guest: 'none, null, null',
    cpu: 'AMD EPYC 7413 24-Core Processor, 24 cores, 48 threads, x86_64',
    memory: '128808, swap 0, physical 128808, system',
    headroom: 'system 128808, cgroup null; 128808 by pool, 125952 free',
    gpus: [
      'unknown, Matrox Electronics Systems Ltd. Integrated Matrox G200eW3 Graphics Controller, 0 + 0, 102b:0536 at 0000:62:00.0, mgag200, card0 null, null, display-only',
    ],
    device: 'cpu',
    diskFreeMib: 512_000,
  },
  'wsl2-nvidia': {
    platform: 'wsl2: WSL 2 with NVIDIA GeForce RTX 4080',
    guest: 'wsl, null, full',
    cpu: '13th Gen Intel(R) Core(TM) i7-13700K, 12 cores, 24 threads, x86_64',
    memory: '32000, swap 8192, physical 32000, system',
    headroom: 'vram 16376, cgroup null; 16376 by pool, 14500 free',
    gpus: [
      'nvidia, NVIDIA GeForce RTX 4080, 16376 + 0, 10de:2704 at 0000:01:00.0, null, null null, null, reachable compute',
      'unknown, Microsoft Corporation Basic Render Driver, 0 + 0, 1414:008e at 8756:00:00.0, dxgkrnl, null null, null, display-only',
    ],
    device: 'gpu-cuda',
    diskFreeMib: 921_600,
  },
  'proxmox-kvm-nvidia': {
    platform: 'proxmox-kvm: Proxmox virtual machine with NVIDIA RTX A4000',
    guest: 'kvm, null, full',
    cpu: 'AMD Ryzen 9 5950X 16-Core Processor, 8 cores, 8 threads, x86_64',
    memory: '32099, swap 4095, physical 32099, system',
    headroom: 'vram 16376, cgroup null; 16376 by pool, 16374 free',
    gpus: [
      'nvidia, NVIDIA RTX A4000, 16376 + 0, 10de:24b0 at 0000:01:00.0, nvidia, null null, null, reachable compute vulkan',
      'unknown, graphics adapter 1234:1111, 0 + 0, 1234:1111 at 0000:00:01.0, bochs-drm, card0 null, null, display-only',
    ],
    device: 'gpu-vulkan',
    diskFreeMib: 51_200,
  },
  kvm: {
    platform: 'kvm: KVM virtual machine',
    guest: 'kvm, null, null',
    cpu: 'Intel Core Processor (Skylake, IBRS), 4 cores, 4 threads, x86_64',
    memory: '7941, swap 0, physical 7941, system',
    headroom: 'system 7941, cgroup 6144; 6144 by cgroup, 5120 free',
    gpus: [
      'unknown, Red Hat, Inc. Virtio 1.0 GPU, 0 + 0, 1af4:1050 at 0000:00:02.0, virtio-pci, card0 renderD128, null, display-only',
    ],
    device: 'cpu',
    diskFreeMib: 20_480,
  },
  'lxc-cgroup-v2': {
    platform: 'lxc: LXC on Intel UHD Graphics 630 (no passthrough)',
    guest: 'none, lxc, none',
    cpu: 'Intel(R) Core(TM) i5-8500T CPU @ 2.10GHz, 4 cores, 4 threads, x86_64',
    memory: '8192, swap 512, physical 31944, system',
    headroom: 'system 31944, cgroup 6144; 6144 by cgroup, 5120 free',
    gpus: ['intel, Intel UHD Graphics 630, 0 + 0, 8086:3e92 at 0000:00:02.0, i915, card0 renderD128, null, integrated'],
    device: 'cpu',
    diskFreeMib: 12_288,
  },
  'lxc-cgroup-v1': {
    platform: 'lxc: LXC',
    guest: 'none, lxc, null',
    cpu: 'Intel(R) Xeon(R) CPU E3-1230 v3 @ 3.30GHz, 2 cores, 2 threads, x86_64',
    memory: '15948, swap 8191, physical 15948, system',
    headroom: 'system 15948, cgroup 4096; 4096 by cgroup, 3072 free',
    gpus: [],
    device: 'cpu',
    diskFreeMib: 8_192,
  },
  'raspberry-pi-5': {
    platform: 'bare-metal-cpu-only: CPU only',
    guest: 'none, null, null',
    cpu: 'Raspberry Pi 5 Model B Rev 1.0, 4 cores, 4 threads, aarch64',
    memory: '8052, swap 511, physical 8052, system',
    headroom: 'system 8052, cgroup null; 8052 by pool, 7475 free',
    gpus: [
      'unknown, V3D 7.1.10.2, 0 + 0, null at null, v3d, card0 renderD128, null, integrated reachable vulkan',
      'unknown, graphics adapter vc4-drm, 0 + 0, null at null, vc4-drm, card1 null, null, integrated display-only',
    ],
    device: 'cpu',
    diskFreeMib: 40_960,
  },
  'ampere-altra': {
    platform: 'bare-metal-cpu-only: CPU only',
    guest: 'none, null, null',
    cpu: 'ARM Neoverse-N1, 64 cores, 64 threads, aarch64',
    memory: '128406, swap 0, physical 128406, system',
    headroom: 'system 128406, cgroup null; 128406 by pool, 124928 free',
    gpus: [
      'unknown, graphics adapter 1a03:2000, 0 + 0, 1a03:2000 at 0004:02:00.0, ast, card0 null, null, display-only',
    ],
    device: 'cpu',
    diskFreeMib: 819_200,
  },
  'microvm-docker': {
    platform: 'kvm: KVM virtual machine, in a Docker container',
    guest: 'kvm, docker, null',
    cpu: 'AMD EPYC, 2 cores, 2 threads, x86_64',
    memory: '24105, swap 0, physical 24105, system',
    headroom: 'system 24105, cgroup null; 24105 by pool, 22695 free',
    gpus: [],
    device: 'cpu',
    diskFreeMib: 76_351,
  },
};

describe('probeHardware', () => {
  it.each(MACHINES)('knows the machine "%s", field by field', async (name) => {
    const readers = fixtureReaders(name);
    const report = await probeHardware(readers, { state: '/var/lib/hal0', now: Date.UTC(2026, 0, 2) });
    expect(await inShort(report, readers)).toEqual(EXPECTED[name]);
    expect(report.probedAt).toBe('2026-01-02T00:00:00.000Z');
    expect(report.problems).toEqual([]);
  });
});

async function inShort(report: HardwareReport, readers: ReturnType<typeof fixtureReaders>): Promise<Expected> {
  const { virtualization, containerRuntime, passthrough, npu } = report;
  const { cpuModel, cpuCores, cpuThreads, architecture, ramMib, swapMib, unifiedMemoryMib, memoryKind } = report;
  const { mib, limitedBy, freeMib } = await measureHeadroom(report, readers);
  const closed = report.deviceAccess
    .filter(({ accessible }) => !accessible)
    .map(({ path, group }) => `${path} ${group}`);
  return {
    platform: `${report.platform}: ${report.platformLabel}`,
    guest: `${virtualization}, ${containerRuntime}, ${passthrough}`,
    cpu: `${cpuModel}, ${cpuCores} cores, ${cpuThreads} threads, ${architecture}`,
    memory: `${ramMib}, swap ${swapMib}, physical ${unifiedMemoryMib}, ${memoryKind}`,
    headroom: `${report.poolKind} ${report.poolMib}, cgroup ${report.cgroupMaxMib}; ${mib} by ${limitedBy}, ${freeMib} free`,
    gpus: report.gpus.map(gpuInShort),
    ...(npu.present ? { npu: `${npu.name}, ${npu.driver}, ${npu.reachable ? 'reachable' : 'closed'}` } : {}),
    device: report.recommendedDevice.device,
    ...(closed.length ? { closed } : {}),
    diskFreeMib: report.diskFreeMib,
  };
}

function gpuInShort(gpu: Gpu): string {
  const { vendor, name, vramMib, gttMib, pciId, pciAddress, driver, drmPath, renderNode, gfx } = gpu;
  const nodes = [drmPath?.replace('/sys/class/drm/', ''), renderNode?.replace('/dev/dri/', '')].map(String);
  const traits = [
    gpu.integrated && 'integrated',
    gpu.displayOnly && 'display-only',
    gpu.reachable && 'reachable',
    gpu.computeCapable && 'compute',
    gpu.vulkanCapable && 'vulkan',
  ].filter(Boolean);
  return [
    vendor,
    name,
    `${vramMib} + ${gttMib}`,
    `${pciId} at ${pciAddress}`,
    driver,
    nodes.join(' ').replaceAll('undefined', 'null'),
    gfx,
    traits.join(' '),
  ]
    .map(String)
    .join(', ');
}

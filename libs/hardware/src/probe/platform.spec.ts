import { describe, expect, it } from '@jest/globals';
import { sampleGpu } from '../testing/sample-gpu.js';
import { decidePassthrough, decidePlatform, labelPlatform, type PlatformFacts } from './platform.js';

const amdNpu = { present: true, vendor: 'amd', name: 'AMD NPU (XDNA)', driver: 'amdxdna', reachable: true } as const;
const noNpu = { present: false, vendor: 'unknown', name: '', driver: null, reachable: false } as const;
const strixHalo = sampleGpu({
  vendor: 'amd',
  name: 'Radeon 8060S',
  pciId: '1002:1586',
  integrated: true,
  driver: 'amdgpu',
  renderNode: '/dev/dri/renderD128',
});
const strixPoint = sampleGpu({ vendor: 'amd', name: 'Radeon 890M', pciId: '1002:150e', integrated: true });
const rtx = sampleGpu({ vendor: 'nvidia', name: 'NVIDIA RTX', pciId: '10de:2684' });

const machine = (facts: Partial<PlatformFacts>): PlatformFacts => ({
  wsl: false,
  containerRuntime: null,
  virtualization: 'none',
  proxmox: false,
  cpuModel: 'Some CPU',
  gpus: [],
  npu: noNpu,
  ...facts,
});

describe('decidePlatform', () => {
  it.each<[string, Partial<PlatformFacts>, string]>([
    ['WSL before all', { wsl: true, containerRuntime: 'lxc', virtualization: 'wsl', gpus: [rtx] }, 'wsl2'],
    ['LXC before the chip', { containerRuntime: 'lxc', gpus: [strixHalo], npu: amdNpu }, 'lxc'],
    ['LXC before the hypervisor', { containerRuntime: 'lxc', virtualization: 'kvm', proxmox: true }, 'lxc'],
    ['Proxmox before the chip', { virtualization: 'kvm', proxmox: true, gpus: [strixHalo] }, 'proxmox-kvm'],
    ['KVM', { virtualization: 'kvm' }, 'kvm'],
    ['Docker is no platform', { containerRuntime: 'docker', gpus: [rtx] }, 'bare-metal-nvidia-gpu'],
    ['another hypervisor is none either', { virtualization: 'vmware' }, 'bare-metal-cpu-only'],
    ['Strix Halo by its GPU', { gpus: [strixHalo] }, 'strix-halo'],
    ['Strix Halo by its instruction set', { gpus: [sampleGpu({ vendor: 'amd', gfx: 'gfx1151' })] }, 'strix-halo'],
    ['Strix Halo by its processor alone', { cpuModel: 'AMD RYZEN AI MAX PRO 390 w/ Radeon 8050S' }, 'strix-halo'],
    [
      'Strix Point has an NPU as well',
      { cpuModel: 'AMD Ryzen AI 9 HX 370', gpus: [strixPoint], npu: amdNpu },
      'bare-metal-amd-gpu',
    ],
    [
      'a sample without names',
      { cpuModel: 'AMD Eng Sample', gpus: [sampleGpu({ vendor: 'amd' })], npu: amdNpu },
      'strix-halo',
    ],
    [
      'a sample without an NPU',
      { cpuModel: 'AMD Eng Sample', gpus: [sampleGpu({ vendor: 'amd' })] },
      'bare-metal-amd-gpu',
    ],
    ['Intel', { gpus: [sampleGpu({ vendor: 'intel', reachable: false })] }, 'bare-metal-intel-gpu'],
    ['a card that only shows pictures', { gpus: [sampleGpu({ displayOnly: true })] }, 'bare-metal-cpu-only'],
  ])('%s', (_what, facts, platform) => {
    expect(decidePlatform(machine(facts))).toBe(platform);
  });
});

describe('decidePassthrough', () => {
  const nodes = (...paths: string[]) => paths.map((path) => ({ path, group: 'render', gid: 992, accessible: true }));
  const lxc = (gpu = strixHalo) => machine({ containerRuntime: 'lxc', gpus: [gpu], npu: amdNpu });
  const hidden = { ...strixHalo, reachable: false };

  it('counts GPU, compute and NPU nodes', () => {
    expect(decidePassthrough(lxc(), nodes('/dev/dri/renderD128', '/dev/kfd', '/dev/accel/accel0'))).toBe('full');
    expect(decidePassthrough(lxc(), nodes('/dev/dri/renderD128', '/dev/accel/accel0'))).toBe('partial');
    expect(decidePassthrough(lxc(hidden), nodes('/dev/kfd'))).toBe('partial');
    expect(decidePassthrough(lxc(hidden), [])).toBe('none');
  });

  it('does not call it missing when a node is there that may not be opened: that is a matter of groups', () => {
    expect(decidePassthrough(lxc(hidden), nodes('/dev/dri/renderD128', '/dev/kfd', '/dev/accel/accel0'))).toBe('full');
  });

  it('does not apply to bare metal, nor where there is nothing to pass', () => {
    expect(decidePassthrough(machine({ gpus: [strixHalo] }), [])).toBeNull();
    expect(decidePassthrough(machine({ virtualization: 'kvm' }), [])).toBeNull();
  });
});

describe('labelPlatform', () => {
  const label = (facts: Partial<PlatformFacts>, passthrough: Parameters<typeof labelPlatform>[2] = null) => {
    const all = machine(facts);
    return labelPlatform(decidePlatform(all), all, passthrough);
  };

  it('says what the value leaves out', () => {
    expect(label({ containerRuntime: 'lxc', gpus: [strixHalo] }, 'full')).toBe('LXC on Strix Halo (full passthrough)');
    expect(label({ containerRuntime: 'lxc', gpus: [strixHalo] }, 'none')).toBe('LXC on Strix Halo (no passthrough)');
    expect(label({ gpus: [strixHalo], containerRuntime: 'docker' })).toBe('Strix Halo, in a Docker container');
    expect(label({ virtualization: 'vmware' })).toBe('CPU only, virtual machine on VMware');
    expect(label({ virtualization: 'kvm', proxmox: true, gpus: [rtx] }, 'full')).toBe(
      'Proxmox virtual machine with NVIDIA RTX',
    );
  });
});

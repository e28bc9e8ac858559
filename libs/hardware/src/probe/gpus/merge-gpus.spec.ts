import { describe, expect, it } from '@jest/globals';
import { mergeGpus, type AdapterSources } from './merge-gpus.js';

const NOTHING: AdapterSources = {
  pci: [],
  drm: [],
  lspci: [],
  nvidia: [],
  vulkan: undefined,
  kfd: [],
  accessible: new Set(),
  rocm: false,
};
const radeon = { address: '0000:0b:00.0', id: '1002:744c', deviceClass: 0x0300, driver: 'amdgpu' };
const card = {
  path: '/sys/class/drm/card0',
  address: radeon.address,
  driver: 'amdgpu',
  renderNode: '/dev/dri/renderD128',
  vramMib: 24_560,
  gttMib: 32_000,
};
const merge = (sources: Partial<AdapterSources>) => mergeGpus({ ...NOTHING, ...sources });

describe('mergeGpus', () => {
  it('lists an adapter once that every source knows', () => {
    const gpus = merge({
      pci: [radeon],
      drm: [card],
      lspci: [
        {
          address: radeon.address,
          id: radeon.id,
          description: 'Advanced Micro Devices, Inc. [AMD/ATI] Navi 31',
          driver: 'amdgpu',
        },
      ],
      vulkan: [{ id: radeon.id, type: 'DISCRETE_GPU', name: 'AMD Radeon RX 7900 XTX (RADV NAVI31)' }],
      kfd: [{ address: radeon.address, gfx: 'gfx1100' }],
      accessible: new Set(['/dev/dri/renderD128', '/dev/kfd']),
    });
    expect(gpus).toHaveLength(1);
    expect(gpus[0]).toMatchObject({ name: 'AMD Radeon RX 7900 XTX', computeCapable: true, vulkanCapable: true });
  });

  it('calls a card unreachable, and capable of nothing, whose node may not be opened', () => {
    expect(
      merge({
        pci: [radeon],
        drm: [card],
        accessible: new Set(['/dev/kfd']),
        kfd: [{ address: radeon.address, gfx: 'gfx1100' }],
      }),
    ).toMatchObject([{ reachable: false, computeCapable: false, vulkanCapable: false, vramMib: 24_560 }]);
  });

  it('does not assume Vulkan where vulkaninfo has looked and found none', () => {
    const accessible = new Set(['/dev/dri/renderD128']);
    expect(merge({ pci: [radeon], drm: [card], accessible })[0]?.vulkanCapable).toBe(true);
    expect(merge({ pci: [radeon], drm: [card], accessible, vulkan: [] })[0]?.vulkanCapable).toBe(false);
  });

  it('asks for ROCm the kernel first, and takes the answer of rocm-smi where that is hidden', () => {
    const accessible = new Set(['/dev/dri/renderD128', '/dev/kfd']);
    expect(merge({ pci: [radeon], drm: [card], accessible })[0]?.computeCapable).toBe(false);
    expect(merge({ pci: [radeon], drm: [card], accessible, rocm: true })[0]?.computeCapable).toBe(true);
  });

  it('lists a card that only a Vulkan driver shows, and names it after the real one', () => {
    expect(
      merge({
        vulkan: [{ id: '1002:7550', type: 'DISCRETE_GPU', name: 'Microsoft Direct3D12 (AMD Radeon RX 9070 XT)' }],
      }),
    ).toMatchObject([
      { vendor: 'amd', name: 'AMD Radeon RX 9070 XT', pciAddress: null, reachable: true, integrated: false },
    ]);
  });

  it('lists a card without any driver by its id', () => {
    const [gpu] = merge({ pci: [{ ...radeon, driver: null }] });
    expect(gpu).toMatchObject({ name: 'AMD graphics adapter 1002:744c', driver: null, reachable: false });
  });

  it('believes Vulkan about what is integrated before its own table', () => {
    const vulkan = [{ id: '1002:ffff', type: 'INTEGRATED_GPU' as const, name: 'AMD Radeon Next' }];
    expect(merge({ pci: [{ ...radeon, id: '1002:ffff' }], vulkan })[0]?.integrated).toBe(true);
    expect(merge({ pci: [{ ...radeon, id: '1002:1586' }] })[0]?.integrated).toBe(true);
    expect(merge({ pci: [radeon] })[0]?.integrated).toBe(false);
  });

  it.each(['1234:1111', '1af4:1050', '15ad:0405', '1b36:0100', '1a03:2000', '102b:0536', '80ee:beef', '1414:5353'])(
    'never offers %s for inference, even with an open render node',
    (id) => {
      const gpus = merge({
        pci: [{ ...radeon, id, driver: null }],
        drm: [{ ...card, vramMib: 0, gttMib: 0 }],
        accessible: new Set(['/dev/dri/renderD128']),
      });
      expect(gpus).toMatchObject([{ displayOnly: true, reachable: false, vulkanCapable: false }]);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { nameFromLspci, nameFromVulkan } from './adapter-name.js';
import { parseLspci } from './lspci.js';

const TEXT = `00:02.0 VGA compatible controller [0300]: Intel Corporation Alder Lake-P GT2 [Iris Xe Graphics] [8086:46a6] (rev 0c)
	DeviceName: Onboard - Video
	Kernel driver in use: i915
	Kernel modules: i915, xe
00:1f.3 Audio device [0403]: Intel Corporation Alder Lake PCH-P [8086:51c8] (rev 01)
	Kernel driver in use: snd_hda_intel
10001:01:00.0 3D controller [0302]: NVIDIA Corporation GA100 [A100 PCIe 80GB] [10de:20b5] (rev a1)
	Kernel modules: nouveau
`;

describe('parseLspci', () => {
  it('keeps graphics adapters with their driver, and adds the domain that "-D" would tell', () => {
    expect(parseLspci(TEXT)).toEqual([
      {
        address: '0000:00:02.0',
        id: '8086:46a6',
        description: 'Intel Corporation Alder Lake-P GT2 [Iris Xe Graphics]',
        driver: 'i915',
      },
      {
        address: '10001:01:00.0',
        id: '10de:20b5',
        description: 'NVIDIA Corporation GA100 [A100 PCIe 80GB]',
        driver: null,
      },
    ]);
  });

  it('finds none in the text of a machine that has none', () => {
    expect(parseLspci('00:00.0 Host bridge [0600]: Intel Corporation Device [8086:0d57]\n')).toEqual([]);
  });
});

describe('nameFromLspci', () => {
  it.each([
    ['nvidia', 'NVIDIA Corporation AD102 [GeForce RTX 4090]', 'NVIDIA GeForce RTX 4090'],
    ['amd', 'Advanced Micro Devices, Inc. [AMD/ATI] Raphael', 'AMD Raphael'],
    ['intel', 'Intel Corporation Meteor Lake-P [Intel Arc Graphics]', 'Intel Arc Graphics'],
    ['unknown', 'ASPEED Technology, Inc. ASPEED Graphics Family', 'ASPEED Technology, Inc. ASPEED Graphics Family'],
    ['unknown', 'Device', undefined],
    ['nvidia', 'NVIDIA Corporation Device', undefined],
  ] as const)('%s: %s', (vendor, description, name) => {
    expect(nameFromLspci(vendor, description)).toBe(name);
  });
});

describe('nameFromVulkan', () => {
  it('drops the driver from the name', () => {
    expect(nameFromVulkan('AMD Radeon RX 7900 XTX (RADV NAVI31)')).toBe('AMD Radeon RX 7900 XTX');
    expect(nameFromVulkan('Microsoft Direct3D12 (NVIDIA GeForce RTX 4070)')).toBe('NVIDIA GeForce RTX 4070');
    expect(nameFromVulkan('NVIDIA GeForce RTX 3090')).toBe('NVIDIA GeForce RTX 3090');
  });
});

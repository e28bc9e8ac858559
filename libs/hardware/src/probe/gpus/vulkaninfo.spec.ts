import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../../testing/fixture-readers.js';
import { parseVulkanSummary, readVulkan } from './vulkaninfo.js';

const SUMMARY = `GPU0:
	apiVersion         = 1.4.303
	vendorID           = 0x10de
	deviceID           = 0x2204
	deviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
	deviceName         = NVIDIA GeForce RTX 3090
GPU1:
	vendorID           = 0x1002
	deviceID           = 0x164e
	deviceType         = PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU
	deviceName         = AMD Ryzen 9 7950X (RADV RAPHAEL_MENDOCINO)
GPU2:
	vendorID           = 0x10005
	deviceID           = 0x0000
	deviceType         = PHYSICAL_DEVICE_TYPE_CPU
	deviceName         = llvmpipe (LLVM 20.1.8, 256 bits)
`;

describe('parseVulkanSummary', () => {
  it('lists the GPUs and not the renderer that runs on the processor', () => {
    expect(parseVulkanSummary(SUMMARY)).toEqual([
      { id: '10de:2204', type: 'DISCRETE_GPU', name: 'NVIDIA GeForce RTX 3090' },
      { id: '1002:164e', type: 'INTEGRATED_GPU', name: 'AMD Ryzen 9 7950X (RADV RAPHAEL_MENDOCINO)' },
    ]);
  });
});

describe('readVulkan', () => {
  it('tells "no device" from "nobody can say"', async () => {
    expect(await readVulkan(fixtureReaders('cpu-only-server'))).toEqual([]);
    expect(await readVulkan(fixtureReaders('rtx-4090'))).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { sampleGpu } from '../testing/sample-gpu.js';
import { recommendDevice } from './recommend-device.js';

const GIB = 1024;
const amd = (facts: Parameters<typeof sampleGpu>[0] = {}) =>
  sampleGpu({ vendor: 'amd', name: 'Radeon', computeCapable: true, ...facts });

describe('recommendDevice', () => {
  it.each([
    ['a large pool, little set aside', amd({ vramMib: 512, integrated: true }), 'unified', 125 * GIB, 'gpu-vulkan'],
    ['a nominal 32 GB', amd({ vramMib: 512, integrated: true }), 'unified', 31 * GIB, 'gpu-vulkan'],
    ['a small pool', amd({ vramMib: 512, integrated: true }), 'unified', 15 * GIB, 'gpu-rocm'],
    ['much set aside', amd({ vramMib: 96 * GIB, integrated: true }), 'unified', 31 * GIB, 'gpu-rocm'],
    ['a Radeon card with ROCm', amd({ vramMib: 24 * GIB }), 'system', 64 * GIB, 'gpu-rocm'],
    ['a Radeon card without', amd({ computeCapable: false }), 'system', 64 * GIB, 'gpu-vulkan'],
    ['NVIDIA', sampleGpu({ vendor: 'nvidia', computeCapable: true }), 'system', 64 * GIB, 'gpu-vulkan'],
    [
      'NVIDIA without Vulkan',
      sampleGpu({ vendor: 'nvidia', computeCapable: true, vulkanCapable: false }),
      'system',
      0,
      'gpu-cuda',
    ],
    ['Intel', sampleGpu({ vendor: 'intel' }), 'system', 32 * GIB, 'gpu-vulkan'],
    ['a GPU without drivers', sampleGpu({ vendor: 'intel', vulkanCapable: false }), 'system', 32 * GIB, 'cpu'],
  ] as const)('%s', (_what, gpu, kind, unifiedMib, device) => {
    expect(recommendDevice([gpu], kind, unifiedMib).device).toBe(device);
  });

  it('says why it is the processor', () => {
    expect(recommendDevice([], 'system', 0)).toEqual({
      device: 'cpu',
      reason: 'There is no GPU that can do inference.',
    });
    expect(recommendDevice([amd({ reachable: false })], 'system', 0).reason).toBe(
      'Radeon is there, but hal0 cannot use it.',
    );
  });
});

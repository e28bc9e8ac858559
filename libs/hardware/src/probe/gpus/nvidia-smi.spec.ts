import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../../testing/fixture-readers.js';
import { parseNvidiaSmi, readNvidia } from './nvidia-smi.js';

describe('parseNvidiaSmi', () => {
  it('writes place and id as the rest of the system does', () => {
    expect(parseNvidiaSmi('NVIDIA GeForce RTX 3090, 24576, 570.86.15, 00000000:CA:00.0, 0x220410DE\n')).toEqual([
      {
        name: 'NVIDIA GeForce RTX 3090',
        vramMib: 24_576,
        driverVersion: '570.86.15',
        address: '0000:ca:00.0',
        id: '10de:2204',
      },
    ]);
  });

  it('takes a chip without memory of its own for what it is', () => {
    const [gb10] = parseNvidiaSmi('NVIDIA GB10, [N/A], 580.95.05, 0000000F:01:00.0, 0x2E1210DE');
    expect(gb10).toMatchObject({ name: 'NVIDIA GB10', vramMib: 0, address: '000f:01:00.0', id: '10de:2e12' });
  });

  it('skips what is no card', () => {
    expect(parseNvidiaSmi('No devices were found\n\n')).toEqual([]);
  });
});

describe('readNvidia', () => {
  it('has no cards when the tool cannot reach its driver', async () => {
    const line =
      'nvidia-smi --query-gpu=name,memory.total,driver_version,pci.bus_id,pci.device_id --format=csv,noheader,nounits';
    const failed = {
      status: 9,
      stdout: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
    };
    expect(await readNvidia(fixtureReaders('rtx-4090', { commands: { [line]: failed } }))).toEqual([]);
  });
});

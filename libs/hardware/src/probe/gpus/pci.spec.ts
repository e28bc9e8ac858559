import { describe, expect, it } from '@jest/globals';
import { isDisplay, parseLargestWindow, parseUevent, readPciDevices } from './pci.js';
import { fixtureReaders } from '../../testing/fixture-readers.js';

describe('parseUevent', () => {
  it('reads what the kernel says about a device', () => {
    const text =
      'DRIVER=amdgpu\nPCI_CLASS=38000\nPCI_ID=1002:1586\nPCI_SUBSYS_ID=F111:000A\nPCI_SLOT_NAME=0000:c1:00.0\n';
    expect(parseUevent(text)).toEqual({
      address: '0000:c1:00.0',
      id: '1002:1586',
      deviceClass: 0x0380,
      driver: 'amdgpu',
    });
  });

  it('knows a device without a driver, and that a board device is not on the bus', () => {
    expect(parseUevent('PCI_CLASS=30000\nPCI_ID=10DE:2684\nPCI_SLOT_NAME=0000:01:00.0')).toMatchObject({
      id: '10de:2684',
      driver: null,
    });
    expect(parseUevent('DRIVER=v3d\nOF_NAME=v3d\n')).toBeUndefined();
  });
});

describe('isDisplay', () => {
  it('tells adapters from other devices', async () => {
    const devices = await readPciDevices(fixtureReaders('strix-halo'));
    expect(devices.map((device) => [device.id, isDisplay(device)])).toEqual([
      ['1002:1586', true],
      ['1022:17f0', false],
    ]);
  });
});

describe('parseLargestWindow', () => {
  it('measures the largest region', () => {
    const lines = ['0x00000000fb000000 0x00000000fbffffff 0x140204', '0x0000007c00000000 0x0000007fffffffff 0x14220c'];
    expect(parseLargestWindow(`${lines.join('\n')}\n0x0 0x0 0x0\n`)).toBe(16 * 2 ** 30);
    expect(parseLargestWindow('')).toBe(0);
  });
});

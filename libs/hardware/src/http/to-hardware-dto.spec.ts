import { describe, expect, it } from '@jest/globals';
import { measureHeadroom } from '../memory/measure-headroom.js';
import { probeHardware } from '../probe/probe-hardware.js';
import { fixtureReaders, type MachineName } from '../testing/fixture-readers.js';
import { toHardwareDto } from './to-hardware-dto.js';

async function shown(name: MachineName) {
  const readers = fixtureReaders(name);
  const report = await probeHardware(readers, { state: '/var/lib/hal0', now: 0 });
  return toHardwareDto(report, await measureHeadroom(report, readers));
}

describe('GET /api/hardware', () => {
  it('shows unified memory as such, and no memory of a card', async () => {
    expect(await shown('lxc-strix-halo')).toMatchObject({
      platform: 'lxc',
      isUma: true,
      memoryKind: 'unified',
      gpuName: 'AMD Radeon Graphics',
      gpuVendor: 'amd',
      vramTotalMib: 0,
      gttTotalMib: 108_000,
      cpuName: 'AMD RYZEN AI MAX+ 395 w/ Radeon 8060S',
      ramTotalMib: 98_304,
      npuPresent: true,
      npuName: 'AMD NPU (XDNA)',
      headroom: { mib: 98_304, limitedBy: 'cgroup' },
    });
  });

  it('shows the memory of all cards, and no mapped memory', async () => {
    expect(await shown('two-nvidia')).toMatchObject({ isUma: false, vramTotalMib: 49_152, gttTotalMib: 0 });
    expect(await shown('radeon-7900xtx')).toMatchObject({ isUma: false, vramTotalMib: 24_560, gttTotalMib: 0 });
  });

  it('names no GPU where none can do inference', async () => {
    expect(await shown('cpu-only-server')).toMatchObject({
      gpuName: '',
      gpuVendor: null,
      vramTotalMib: 0,
      npuName: '',
    });
  });
});

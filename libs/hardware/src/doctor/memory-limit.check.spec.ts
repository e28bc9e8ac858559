import { describe, expect, it } from '@jest/globals';
import type { HostMemory } from '../memory/host-memory-source.port.js';
import { measureHeadroom } from '../memory/measure-headroom.js';
import { probeHardware } from '../probe/probe-hardware.js';
import { fixtureReaders, type MachineName } from '../testing/fixture-readers.js';
import { judgeMemory } from './memory-limit.check.js';

async function finding(name: MachineName, files: Record<string, string> = {}, host: HostMemory | null = null) {
  const readers = fixtureReaders(name, { files });
  const report = await probeHardware(readers, { state: '/var/lib/hal0', now: 0 });
  return judgeMemory(report, await measureHeadroom(report, readers, { read: async () => host }));
}

describe('hardware.memory_limit', () => {
  it('is content when nothing but the machine itself is the limit', async () => {
    expect(await finding('strix-halo')).toEqual({
      severity: 'ok',
      message: 'Models can take 106.0 GiB (memory that Radeon 8060S Graphics may use).',
    });
    expect((await finding('intel-igpu')).severity).toBe('ok');
  });

  it('names the file of a limit, both figures and the cure', async () => {
    const { severity, message, remedy } = await finding('kvm');
    expect(severity).toBe('warning');
    expect(message).toBe(
      'Models can take 6.0 GiB of the 7.8 GiB there are: /sys/fs/cgroup/system.slice/hal0-api.service/memory.max is the limit.',
    );
    expect(remedy).toContain('MemoryMax=');
  });

  it('names the physical host when its other guests are the limit', async () => {
    const host = { node: 'pve1', totalMib: 126_976, freeMib: 20_480, othersMib: 61_440 };
    expect((await finding('lxc-strix-halo', {}, host)).message).toContain('physical memory of pve1');
  });

  it("finds the driver's cautious default on a large unified memory", async () => {
    const gtt = { '/sys/class/drm/card1/device/mem_info_gtt_total': String(62 * 2 ** 30) };
    const { severity, remedy } = await finding('strix-halo', gtt);
    expect(severity).toBe('warning');
    expect(remedy).toContain('ttm.pages_limit');
  });
});

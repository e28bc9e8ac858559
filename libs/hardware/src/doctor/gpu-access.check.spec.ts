import { describe, expect, it } from '@jest/globals';
import { probeHardware } from '../probe/probe-hardware.js';
import { fixtureReaders, type MachineName } from '../testing/fixture-readers.js';
import type { MachineCapture } from '../testing/machine-capture.js';
import { judgeAccess } from './gpu-access.check.js';

async function finding(name: MachineName, changes: Partial<MachineCapture> = {}, without: readonly string[] = []) {
  const readers = fixtureReaders(name, changes);
  const kept = Object.entries(readers.machine.nodes).filter(([path]) => !without.includes(path));
  readers.machine.nodes = Object.fromEntries(kept);
  return judgeAccess(await probeHardware(readers, { state: '/var/lib/hal0', now: 0 }));
}

const closed = { gid: 991, accessible: false };
const noVulkan = { 'vulkaninfo --summary': { status: -1, stdout: '' } };

describe('hardware.gpu_access', () => {
  it('is content with a machine whose parts can all be used, and with one that has none', async () => {
    expect(await finding('strix-halo')).toEqual({
      severity: 'ok',
      message: 'hal0 can use Radeon 8060S Graphics, AMD NPU (XDNA).',
    });
    expect(await finding('cpu-only-server')).toEqual({ severity: 'ok', message: 'There is no GPU or NPU.' });
  });

  it('names the group to join when nodes may not be opened', async () => {
    const nodes = { '/dev/kfd': closed, '/dev/dri/renderD128': closed, '/dev/accel/accel0': closed };
    const { severity, message, remedy } = await finding('strix-halo', { nodes, commands: noVulkan });
    expect(severity).toBe('error');
    expect(message).toContain('/dev/kfd (group render), /dev/dri/renderD128 (group render)');
    expect(remedy).toContain('usermod -aG render <user>');
    expect(remedy).toContain('SupplementaryGroups=render');
  });

  it('is only a warning while another GPU does the work', async () => {
    expect((await finding('amd-igpu-nvidia')).severity).toBe('warning');
  });

  it('sends to the host when a container has no name for the group of a node', async () => {
    const nodes = { '/dev/dri/renderD128': { gid: 104, accessible: false } };
    const { remedy } = await finding('lxc-strix-halo', { nodes, commands: noVulkan });
    expect(remedy).toContain('gid=');
  });

  it('says which part is missing in a container', async () => {
    const partial = await finding('lxc-strix-halo', {}, ['/dev/kfd', '/dev/accel/accel0']);
    expect(partial).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('no /dev/kfd, no /dev/accel'),
    });
    expect(partial.remedy).toContain('pct set <id>');
    expect(await finding('lxc-cgroup-v2')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('no device node of Intel UHD Graphics 630'),
    });
  });
});

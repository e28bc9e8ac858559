import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { detectProxmox } from './detect-proxmox.js';
import { readOwnIdentity } from './own-identity.js';

const mounted = (source: string) =>
  `22 26 0:21 / /proc rw - proc proc rw\n700 610 0:52 / / rw,relatime shared:1 - ext4 ${source} rw,xattr\n` +
  '701 700 252:1 / /mnt/models rw - ext4 /dev/mapper/pve-vm--999--disk--1 rw\n';

describe('readOwnIdentity', () => {
  it.each([
    ['ZFS', { '/proc/self/mountinfo': mounted('rpool/data/subvol-105-disk-0') }, 105],
    ['LVM', { '/proc/self/mountinfo': mounted('/dev/mapper/pve-vm--105--disk--0') }, 105],
    ['a linked clone', { '/proc/self/mountinfo': mounted('/dev/zvol/vm-900-disk-0/vm-105-disk-0') }, 105],
    ['control groups v1', { '/proc/1/cgroup': '4:memory:/lxc/105/ns\n1:name=systemd:/lxc/105/ns/init.scope\n' }, 105],
    ['control groups v2', { '/proc/1/cgroup': '0::/lxc/105\n' }, 105],
    ['an LXC container of somebody else', { '/proc/1/cgroup': '0::/lxc/web01/ns\n' }, null],
    ['a hidden control group', { '/proc/1/cgroup': '0::/init.scope\n' }, null],
    ['a virtual machine', { '/proc/self/mountinfo': mounted('/dev/sda1') }, null],
    ['nothing readable', {}, null],
  ])('knows its number from %s', async (_from, files, vmid) => {
    expect((await readOwnIdentity(fixtureReaders({ files }))).vmid).toBe(vmid);
  });

  it('knows its name', async () => {
    const files = { '/proc/sys/kernel/hostname': 'ai\n' };

    expect((await readOwnIdentity(fixtureReaders({ files }))).hostname).toBe('ai');
  });
});

describe('detectProxmox', () => {
  const pve = { '/proc/sys/kernel/osrelease': '6.8.12-4-pve\n' };
  const debian = { '/proc/sys/kernel/osrelease': '6.12.48+deb13-amd64\n' };
  const lxc = { '/proc/1/cgroup': '0::/lxc/105/ns/init.scope\n' };

  it.each([
    ['a container of Proxmox', { ...pve, ...lxc }, 'detected'],
    ['a container of another host', { ...debian, ...lxc }, 'uncertain'],
    ['a Proxmox host itself', { ...pve, '/proc/1/cgroup': '0::/init.scope\n' }, 'uncertain'],
    ['an ordinary machine', debian, 'not_detected'],
    ['nothing readable', {}, 'not_detected'],
  ])('calls %s by its name', async (_what, files, detection) => {
    expect(await detectProxmox(fixtureReaders({ files }))).toBe(detection);
  });

  it('knows a captured container with control groups v2', async () => {
    expect(await detectProxmox(fixtureReaders('lxc-cgroup-v2'))).toBe('detected');
  });
});

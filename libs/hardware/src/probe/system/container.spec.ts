import { describe, expect, it } from '@jest/globals';
import { recogniseContainer, type ContainerMarkers } from './container.js';

const none: ContainerMarkers = { hasDockerEnv: false, hasContainerEnv: false, hasLxcDevice: false };
const lxcfs = 'lxcfs /proc/meminfo fuse.lxcfs rw,nosuid,nodev,relatime,user_id=0,group_id=0,allow_other 0 0\n';

describe('recogniseContainer', () => {
  it.each<[string, Partial<ContainerMarkers>, ReturnType<typeof recogniseContainer>]>([
    ['a host', { cgroup: '0::/init.scope\n' }, null],
    [
      'a host with containers of its own',
      { cgroup: '0::/init.scope\n', mounts: 'lxcfs /var/lib/lxcfs fuse.lxcfs rw 0 0\n' },
      null,
    ],
    ['WSL, which says container=wsl', { systemdContainer: 'wsl\n', cgroup: '0::/init.scope\n' }, null],
    ['LXC on version 1', { cgroup: '12:memory:/lxc/105/ns/init.scope\n' }, 'lxc'],
    [
      'LXC on version 2, as root',
      { initEnvironment: 'TERM=linux\0container=lxc\0', cgroup: '0::/init.scope\n' },
      'lxc',
    ],
    ['LXC on version 2, as a user', { systemdContainer: 'lxc\n', cgroup: '0::/init.scope\n' }, 'lxc'],
    ['LXC without systemd', { hasLxcDevice: true, cgroup: '0::/\n' }, 'lxc'],
    ['LXC that only lxcfs shows', { mounts: lxcfs, cgroup: '0::/init.scope\n' }, 'lxc'],
    ['Docker with lxcfs laid over', { hasDockerEnv: true, mounts: lxcfs }, 'docker'],
    ['Docker on version 1', { cgroup: '4:memory:/docker/9a1b\n' }, 'docker'],
    ['Podman', { hasContainerEnv: true }, 'podman'],
    ['Podman without its file', { cgroup: '0::/machine.slice/libpod-77.scope\n' }, 'podman'],
    ['systemd-nspawn', { initEnvironment: 'container=systemd-nspawn\0' }, 'systemd-nspawn'],
    ['Kubernetes', { cgroup: '0::/kubepods.slice/kubepods-besteffort.slice\n' }, 'other'],
    ['a manager nobody knows', { systemdContainer: 'rkt\n' }, 'other'],
  ])('%s', (_what, markers, expected) => {
    expect(recogniseContainer({ ...none, ...markers })).toBe(expected);
  });

  it('believes what init was told before what lies about', () => {
    expect(recogniseContainer({ ...none, initEnvironment: 'container=lxc\0', hasDockerEnv: true })).toBe('lxc');
  });
});

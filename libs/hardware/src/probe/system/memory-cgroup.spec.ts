import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../../testing/fixture-readers.js';
import { locateMemoryCgroup, readMemoryLimit } from './memory-cgroup.js';

const GIB = 2 ** 30;
const V2 = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n';
const V1 = 'cgroup /sys/fs/cgroup/memory cgroup rw,nosuid,memory 0 0\n';

describe('locateMemoryCgroup', () => {
  it('finds the memory controller of version 1, also among others', () => {
    const place = { version: 1, mount: '/sys/fs/cgroup/memory', path: '/lxc/105' };
    expect(locateMemoryCgroup('4:memory:/lxc/105\n0::/\n', `${V1}${V2}`)).toEqual(place);
    expect(locateMemoryCgroup('4:cpuset,memory,pids:/lxc/105\n', V1)).toEqual(place);
  });

  it('takes version 2 where memory has no hierarchy of its own', () => {
    expect(locateMemoryCgroup('1:name=systemd:/\n0::/a/b\n', V2)).toEqual({
      version: 2,
      mount: '/sys/fs/cgroup',
      path: '/a/b',
    });
  });

  it('stays inside of what it may see', () => {
    expect(locateMemoryCgroup('0::/../../a/../b\n', V2)?.path).toBe('/a/b');
    expect(locateMemoryCgroup('0::/a..b\n', V2)?.path).toBe('/a..b');
  });

  it('knows none where none is mounted', () => {
    expect(locateMemoryCgroup('0::/a\n', 'proc /proc proc rw 0 0\n')).toBeUndefined();
    expect(locateMemoryCgroup('', '')).toBeUndefined();
  });
});

describe('readMemoryLimit', () => {
  const limits = (files: Record<string, string>) =>
    readMemoryLimit(fixtureReaders({ files: { '/proc/self/cgroup': '0::/a/b/c\n', '/proc/mounts': V2, ...files } }));

  it('takes the tightest of a group and those above, and what is used there without cache', async () => {
    const found = await limits({
      '/sys/fs/cgroup/a/b/c/memory.max': 'max\n',
      '/sys/fs/cgroup/a/b/memory.max': `${8 * GIB}\n`,
      '/sys/fs/cgroup/a/memory.max': `${4 * GIB}\n`,
      '/sys/fs/cgroup/a/memory.current': `${3 * GIB}\n`,
      '/sys/fs/cgroup/a/memory.stat': `anon 5\nactive_file ${GIB}\ninactive_file ${2 * GIB}\n`,
      '/sys/fs/cgroup/memory.max': `${16 * GIB}\n`,
    });
    expect(found).toEqual({ limitMib: 4_096, usedMib: 1_024, file: '/sys/fs/cgroup/a/memory.max' });
  });

  it('finds the limit of a container that sees itself as the root', async () => {
    expect(await limits({ '/sys/fs/cgroup/memory.max': `${2 * GIB}\n` })).toMatchObject({
      limitMib: 2_048,
      usedMib: 0,
    });
  });

  it('knows none when every file says so, or none can be read', async () => {
    expect(await limits({ '/sys/fs/cgroup/a/memory.max': 'max\n' })).toBeUndefined();
    expect(await limits({})).toBeUndefined();
  });

  it('does not take the largest number of version 1 for a limit', async () => {
    const files = {
      '/proc/self/cgroup': '4:memory:/x\n',
      '/proc/mounts': V1,
      '/sys/fs/cgroup/memory/x/memory.limit_in_bytes': '9223372036854771712\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    };
    expect(await readMemoryLimit(fixtureReaders({ files }))).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { readDeviceAccess } from './device-access.js';

describe('readDeviceAccess', () => {
  it('names the group of each node and whether it may be used', async () => {
    const readers = fixtureReaders({
      files: { '/etc/group': 'root:x:0:\nrender:x:992:hal0\n' },
      nodes: {
        '/dev/kfd': { gid: 992, accessible: true },
        '/dev/dri/card0': { gid: 44, accessible: false },
        '/dev/dri/renderD128': { gid: 1234, accessible: false },
      },
    });
    expect(await readDeviceAccess(readers)).toEqual([
      { path: '/dev/kfd', group: 'render', gid: 992, accessible: true },
      { path: '/dev/dri/renderD128', group: '1234', gid: 1234, accessible: false },
    ]);
  });
});

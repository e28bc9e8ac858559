import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { readDiskFree } from './disk.js';

describe('readDiskFree', () => {
  it('asks the nearest folder above that exists', async () => {
    const readers = fixtureReaders({ free: { '/': 1, '/srv': 3 * 2 ** 20 + 5 } });
    expect(await readDiskFree(readers, '/srv/hal0/state')).toBe(3);
    expect(await readDiskFree(readers, '/var/lib/hal0')).toBe(0);
  });

  it('is zero where nothing can be asked', async () => {
    expect(await readDiskFree(fixtureReaders({}), '/var/lib/hal0')).toBe(0);
  });
});

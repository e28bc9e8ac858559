import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../../testing/fixture-readers.js';
import { parseMemInfo, readMemory, readNodeMemory } from './mem-info.js';

describe('parseMemInfo', () => {
  it('gives whole MiB, rounded down', () => {
    const text = 'MemTotal:       24684084 kB\nMemFree: 1 kB\nMemAvailable:   23825592 kB\nSwapTotal:   1023 kB\n';
    expect(parseMemInfo(text)).toEqual({ totalMib: 24_105, availableMib: 23_267, swapMib: 0 });
  });

  it('is zero when the file cannot be read', async () => {
    expect(await readMemory(fixtureReaders({}))).toEqual({ totalMib: 0, availableMib: 0, swapMib: 0 });
  });
});

describe('readNodeMemory', () => {
  it('adds the nodes of a machine with two sockets', async () => {
    expect(await readNodeMemory(fixtureReaders('two-nvidia'))).toBe(257_661);
  });

  it('says nothing when the kernel keeps no nodes', async () => {
    expect(await readNodeMemory(fixtureReaders({}))).toBeUndefined();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlockFile } from './block-file.js';
import { freeSpace } from './free-space.js';
import { placeFile } from './place-file.js';

describe('files written in pieces', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hal0-blocks-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes pieces in any order and keeps them when it is opened again', async () => {
    const path = join(folder, 'a');
    const first = await BlockFile.open(path);
    await first.write(Buffer.from('lo'), 3);
    await first.close();
    const second = await BlockFile.open(path);
    await second.write(Buffer.from('hel'), 0);
    await second.sync();
    expect(await second.size()).toBe(5);
    expect((await second.read(Buffer.alloc(10), 1)).toString()).toBe('ello');
    await second.resize(2);
    await second.close();
    expect(readFileSync(path, 'utf8')).toBe('he');
  });

  it('moves a file over another, into folders that are not there yet', async () => {
    const from = join(folder, 'new');
    const to = join(folder, 'x/y/model');
    for (const text of ['old', 'new']) {
      writeFileSync(from, text);
      await placeFile(from, to);
    }
    expect(readFileSync(to, 'utf8')).toBe('new');
    expect(existsSync(from)).toBe(false);
  });

  // A second file system that any user may write to.
  it('moves a file to another file system', async () => {
    const there = mkdtempSync('/dev/shm/hal0-blocks-');
    try {
      const from = join(folder, 'far');
      writeFileSync(from, 'far');
      await placeFile(from, join(there, 'far'));
      expect(readFileSync(join(there, 'far'), 'utf8')).toBe('far');
      expect(existsSync(from)).toBe(false);
      expect((await freeSpace(there)).device).not.toBe((await freeSpace(folder)).device);
    } finally {
      rmSync(there, { recursive: true });
    }
  });

  it('tells the room of a place that is not there yet', async () => {
    const here = await freeSpace(folder);
    expect(here.freeBytes).toBeGreaterThan(0);
    expect((await freeSpace(join(folder, 'not/yet'))).device).toBe(here.device);
  });
});

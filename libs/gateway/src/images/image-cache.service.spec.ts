import { Hal0Paths } from '@hal0/platform';
import { FakeClock } from '@hal0/platform/testing';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ImageCacheService } from './image-cache.service.js';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const home = mkdtempSync(join(tmpdir(), 'hal0-images-'));

describe('ImageCacheService', () => {
  let clock: FakeClock;
  let cache: ImageCacheService;

  beforeEach(() => {
    clock = new FakeClock();
    cache = new ImageCacheService(new Hal0Paths(home), clock, '/hal0');
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('gives a picture back at once, as what it is', async () => {
    const path = cache.keep(JPEG);
    expect(path).toMatch(/^\/hal0\/api\/images\/cache\/[0-9a-f-]{36}\.jpg$/);
    expect(await cache.read(basename(path))).toEqual({ bytes: JPEG, contentType: 'image/jpeg' });
  });

  it('forgets it after an hour', async () => {
    const name = basename(cache.keep(JPEG));
    await clock.advance(59 * 60_000);
    expect((await cache.read(name)).bytes).toEqual(JPEG);
    await clock.advance(60_000);
    await expect(cache.read(name)).rejects.toMatchObject({ code: 'image.not_found', httpStatus: 404 });
  });

  it('forgets the oldest when newer ones need the room', async () => {
    const large = Buffer.alloc(100 * 1_048_576);
    const names = [large, large, large].map((bytes) => basename(cache.keep(bytes)));
    await expect(cache.read(names[0] ?? '')).rejects.toMatchObject({ code: 'image.not_found' });
    expect((await cache.read(names[2] ?? '')).bytes.length).toBe(large.length);
  });

  it.each(['../../api-keys.json', 'a.png'])('has nothing under %s', async (name) => {
    await expect(cache.read(name)).rejects.toMatchObject({ code: 'image.not_found' });
  });
});

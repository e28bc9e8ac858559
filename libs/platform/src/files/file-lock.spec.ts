import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock } from '../clock/clock.js';
import { FakeClock } from '../testing/fake-clock.js';
import { temporaryHome } from '../testing/temporary-home.js';
import { holdFileLock, withFileLock } from './file-lock.js';

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

function lockFile(): string {
  const { home, remove } = temporaryHome();
  homes.push(remove);
  return join(home, 'state/config.lock');
}

describe('withFileLock', () => {
  it('lets one at a time in', async () => {
    const file = lockFile();
    const clock = new SystemClock();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => withFileLock(file, clock, work)));
    expect(most).toBe(1);
  });

  it('is free again after a failure, and passes the failure on', async () => {
    const file = lockFile();
    const clock = new SystemClock();
    await expect(withFileLock(file, clock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withFileLock(file, clock, () => Promise.resolve('in'))).toBe('in');
    expect(existsSync(`${file}-journal`)).toBe(false);
  });

  it('gives up on a lock that is held for too long, and says which', async () => {
    const file = lockFile();
    const clock = new FakeClock();
    let release = () => {};
    let holder = Promise.resolve();
    await new Promise<void>((entered) => {
      const hold = new Promise<void>((resolve) => (release = resolve));
      holder = withFileLock(file, clock, () => (entered(), hold));
    });
    const waiter = withFileLock(file, clock, () => Promise.resolve());
    const refused = expect(waiter).rejects.toMatchObject({ code: 'system.file_locked', details: { path: file } });
    await clock.advance(10_000);
    await refused;
    release();
    await holder;
  });
});

describe('holdFileLock', () => {
  it('is refused while another holds it, and free after', () => {
    const file = lockFile();
    const release = holdFileLock(file);
    expect(holdFileLock(file)).toBeUndefined();
    release?.();
    expect(holdFileLock(file)).toBeDefined();
  });
});

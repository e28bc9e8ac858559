import { FakeClock } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import { SingleFlightCache } from './single-flight-cache.js';

/** A cache of one second over loads that the test ends. */
function cacheOf() {
  const clock = new FakeClock();
  const loads: PromiseWithResolvers<string>[] = [];
  const cache = new SingleFlightCache(clock, 1_000, () => {
    const load = Promise.withResolvers<string>();
    loads.push(load);
    return load.promise;
  });
  return { cache, clock, loads };
}

describe('SingleFlightCache', () => {
  it('tries again after a failure, which everybody has heard of who waited', async () => {
    const { cache, loads } = cacheOf();
    const waiting = [cache.get(), cache.get()];
    loads[0]?.reject(new Error('no'));

    expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = cache.get();
    loads[1]?.resolve('yes');
    expect(await next).toBe('yes');
    expect(loads).toHaveLength(2);
  });

  it('counts the age from the arrival, and keeps the old value at hand while a new one is on its way', async () => {
    const { cache, clock, loads } = cacheOf();
    const slow = cache.get();
    await clock.advance(5_000);
    loads[0]?.resolve('first');
    await slow;
    await clock.advance(999);
    expect(await cache.get()).toBe('first');

    await clock.advance(1);
    void cache.get();
    expect(loads).toHaveLength(2);
    expect(cache.latest).toBe('first');
  });

  it('does not keep what was asked for before it was told to forget', async () => {
    const { cache, loads } = cacheOf();
    const before = cache.get();
    cache.forget();
    const after = cache.get();
    loads[1]?.resolve('new');
    await after;
    loads[0]?.resolve('old');

    expect(await before).toBe('old');
    expect(await cache.get()).toBe('new');
  });
});

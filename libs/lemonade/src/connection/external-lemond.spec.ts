import { describe, expect, it } from '@jest/globals';
import { HttpPools, SystemClock } from '@hal0/platform';
import { FakeClock, settle } from '@hal0/platform/testing';
import { LemonadeLog } from '../logs/lemonade-log.js';
import { LogFollower } from '../logs/log-follower.js';
import { FakeLemond } from '../testing/fake-lemond.js';
import { ExternalLemond } from './external-lemond.js';
import type { ConnectionUpdate } from './lemonade-connection.js';

async function untilTold(told: readonly ConnectionUpdate[], count: number): Promise<void> {
  const deadline = performance.now() + 2_000;
  while (told.length < count && performance.now() < deadline) await settle();
}

describe('ExternalLemond', () => {
  it('tells when it comes, survives one missed answer, tells when it goes and when it is back', async () => {
    const fake = await FakeLemond.start();
    const port = Number(new URL(fake.origin).port);
    const pools = new HttpPools(new SystemClock());
    const clock = new FakeClock();
    const told: ConnectionUpdate[] = [];
    const stop = new AbortController();
    const follower = new LogFollower(new LemonadeLog(clock, 10), clock);
    const run = new ExternalLemond(pools, clock, `${fake.origin}/`, follower).run(stop.signal, (update) =>
      told.push(update),
    );
    await untilTold(told, 2);
    expect(told.map(({ phase }) => phase)).toEqual(['starting', 'running']);
    expect(told[1]).toMatchObject({ version: '2026.39.1-2', client: { origin: fake.origin } });

    await fake.stop();
    await clock.advance(2_000);
    await settle();
    expect(told).toHaveLength(2);
    for (let probe = 0; probe < 20 && told.length < 3; probe++) {
      await clock.advance(2_000);
      await settle();
    }
    expect(told.at(-1)).toMatchObject({ phase: 'failed', message: expect.stringContaining('does not answer') });

    const again = await FakeLemond.start(port);
    for (let probe = 0; probe < 20 && told.length < 4; probe++) {
      await clock.advance(2_000);
      await untilTold(told, 4);
    }
    expect(told.at(-1)?.phase).toBe('running');
    stop.abort();
    await run;
    await pools.onModuleDestroy();
    await again.stop();
  });
});

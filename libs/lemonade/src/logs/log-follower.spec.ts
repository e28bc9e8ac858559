import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpPools, SystemClock } from '@hal0/platform';
import { FakeClock } from '@hal0/platform/testing';
import { LemonadeClient } from '../client/lemonade-client.js';
import { FakeLemond } from '../testing/fake-lemond.js';
import { untilSettled } from '../testing/scripted-lemond.js';
import type { LogSocket } from '../versions/lemonade-version.js';
import { LEMOND_10_6 } from '../versions/lemond-10-6.js';
import { LEMOND_2026 } from '../versions/lemond-2026.js';
import { LemonadeLog } from './lemonade-log.js';
import { LogFollower } from './log-follower.js';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const said = (text: string) => `2026-11-21 10:00:00.000 [Info] (main) ${text}`;

async function setup() {
  const fake = await FakeLemond.start();
  const pools = new HttpPools(new SystemClock());
  const clock = new FakeClock();
  const log = new LemonadeLog(clock, 100);
  const news: string[] = [];
  log.onLine(({ text }) => news.push(text));
  const stop = new AbortController();
  const client = new LemonadeClient(pools, fake.origin, { authorization: 'Bearer our-key' });
  const begin = (socket: LogSocket) => {
    const followed = new LogFollower(log, clock).follow(client, socket, stop.signal);
    cleanUps.push(async () => {
      stop.abort();
      await followed;
    });
  };
  const follow = () => {
    begin(LEMOND_2026.logSocket);
    return untilSettled(() => fake.log.subscriptions.length === 1);
  };
  cleanUps.push(async () => {
    await pools.onModuleDestroy();
    await fake.stop();
  });
  const texts = () => log.query().map(({ text }) => text);
  /** Sockets take real time, coming back takes the clock's. */
  const until = async (condition: () => boolean) => {
    const deadline = performance.now() + 4_000;
    while (!condition() && performance.now() < deadline) await clock.advance(100);
    expect(condition()).toBe(true);
  };
  const untilHeard = (count: number) => until(() => log.position >= count);
  return { fake, client, news, begin, follow, texts, until, untilHeard, stop };
}

describe('LogFollower', () => {
  it('remembers what was said before, and tells what is said from now on', async () => {
    const { fake, follow, texts, news, untilHeard } = await setup();
    fake.log.say(said('before'));
    await follow();
    fake.log.say(said('now'));
    await untilHeard(2);
    expect(texts()).toEqual(['before', 'now']);
    expect(news).toEqual(['now']);
    expect(fake.log.subscriptions[0]).toMatchObject({
      headers: { authorization: 'Bearer our-key' },
      frame: { type: 'logs.subscribe', after_seq: null },
    });
  });

  it('comes back to a lost connection without missing or repeating a line', async () => {
    const { fake, follow, texts, news, untilHeard } = await setup();
    await follow();
    fake.log.say(said('one'));
    await untilHeard(1);
    fake.log.cut();
    fake.log.say(said('meanwhile'));
    await untilHeard(2);
    fake.log.say(said('after'));
    await untilHeard(3);
    expect(texts()).toEqual(['one', 'meanwhile', 'after']);
    expect(news).toEqual(['one', 'meanwhile', 'after']);
    expect(fake.log.subscriptions.at(-1)?.frame).toMatchObject({ after_seq: 1 });
  });

  it('hears a lemond that was started anew from its beginning', async () => {
    const { fake, follow, texts, until, untilHeard } = await setup();
    await follow();
    for (const text of ['one', 'two', 'three']) fake.log.say(said(text));
    await untilHeard(3);
    fake.log.forget();
    fake.log.say(said('new one'));
    await until(() => fake.log.subscriptions.length === 2);
    fake.log.say(said('new two'));
    await untilHeard(5);
    expect(texts()).toEqual(['one', 'two', 'three', 'new one', 'new two']);
  });

  it('finds the log of the older generation at the port that health names', async () => {
    const { fake, client, begin, untilHeard, texts } = await setup();
    const other = await FakeLemond.start();
    cleanUps.push(() => other.stop());
    client.health = async () => ({ websocket_port: Number(new URL(other.origin).port) });
    other.log.say(said('over there'));
    begin(LEMOND_10_6.logSocket);
    await untilHeard(1);
    expect([texts(), fake.log.subscriptions]).toEqual([['over there'], []]);
  });

  it('ends when it is told to', async () => {
    const { follow, stop } = await setup();
    await follow();
    stop.abort();
  });
});

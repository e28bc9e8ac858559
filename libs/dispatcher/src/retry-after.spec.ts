import { afterEach, describe, expect, it } from '@jest/globals';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const HELLO = { model: 'primary', messages: [{ role: 'user', content: 'Hi' }] };
const settle = () => new Promise(setImmediate);

let harness: GatewayHarness;
afterEach(() => harness.close());

async function setup() {
  harness = await gatewayHarness((_request, response) => response.end('{}'), {
    capabilities: '[slots.primary]\nmodel = "demo"\nenabled = true\n',
  });
  const { ask, clock, runtime, slots } = harness;
  const toldToWait = async () => (await ask(HELLO, { 'x-hal0-wait': '0' })).headers['retry-after'];
  /** Holds the next load up until the answer is called. */
  const begin = async () => {
    const before = runtime.seen.length;
    const release = runtime.holdUp();
    const loaded = slots.loaded('primary');
    while (runtime.seen.length === before) await settle();
    return async () => {
      release();
      await loaded;
    };
  };
  const empty = async () => {
    slots.unload('primary');
    while (slots.get('primary').state !== 'offline') await settle();
  };
  return { clock, toldToWait, begin, empty };
}

describe('a client that does not wait for a model', () => {
  it('is told the time that its last load took, or what is left of that', async () => {
    const { clock, toldToWait, begin, empty } = await setup();
    const first = await begin();
    await clock.advance(39_500);
    await first();
    await empty();
    const second = await begin();
    expect(await toldToWait()).toBe('40');
    await clock.advance(30_000);
    expect(await toldToWait()).toBe('10');
    await second();
  });

  it('is told a round number while nothing was measured, and when it takes longer than last time', async () => {
    const { clock, toldToWait, begin, empty } = await setup();
    const first = await begin();
    expect(await toldToWait()).toBe('15');
    await clock.advance(5_000);
    await first();
    await empty();
    const second = await begin();
    await clock.advance(6_000);
    expect(await toldToWait()).toBe('15');
    await second();
  });
});

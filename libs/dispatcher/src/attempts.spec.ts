import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { FakeProvider } from './testing/fake-provider.js';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const messages = [{ role: 'user', content: 'Hi' }];

let provider: FakeProvider;
let harness: GatewayHarness;
let waiting: ServerResponse[];

beforeEach(async () => {
  provider = await FakeProvider.start();
  waiting = [];
});
afterEach(async () => {
  await harness.close();
  await provider.close();
});

/** A model server that answers when the test says so. */
async function setup(fallback: string) {
  harness = await gatewayHarness((_request, response) => void waiting.push(response), {
    capabilities: `[slots.primary]\nmodel = "demo"\nenabled = true\n${fallback}\n`,
    settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_style = "none"\n`,
  });
  return harness;
}

async function failAfter(ms: number): Promise<void> {
  while (waiting.length === 0) await new Promise(setImmediate);
  await harness.clock.advance(ms);
  waiting.pop()?.writeHead(500).end('{"error":{"message":"out of order"}}');
}

describe('the time a request lost at a target that gave no answer', () => {
  it('is told apart from the time of the one that served, and from what hal0 took', async () => {
    const { ask, records } = await setup('fallback = ["cloud/gpt-fake"]');
    const asked = ask({ model: 'primary', messages });
    await failAfter(2_000);
    const { headers } = await asked;
    expect(headers['server-timing']).toBe(
      'tried;dur=2000.0, queue;dur=0.0, load;dur=0.0, first;dur=0.0, gateway;dur=0.00',
    );
    expect(records()).toMatchObject([
      {
        attempts: [{ target: 'primary', reason: 'dispatch.upstream_failed', ms: 2_000 }],
        triedMs: 2_000,
        firstByteMs: 0,
        gatewayMs: 0,
        totalMs: 2_000,
      },
    ]);
  });

  it('names all who were tried', async () => {
    const { ask, records } = await setup(
      'fallback = ["cloud/missing", "cloud/gpt-fake"]\nfallback_on = ["unavailable"]',
    );
    provider.fail({ kind: 'status', status: 500 });
    const asked = ask({ model: 'primary', messages });
    await failAfter(10);
    await asked;
    expect(records()[0]?.attempts.map(({ target, ms }) => [target, ms])).toEqual([
      ['primary', 10],
      ['cloud/missing', 0],
    ]);
  });

  it('does not count as time of hal0 when nobody else served either', async () => {
    const { ask, records } = await setup('');
    const asked = ask({ model: 'primary', messages });
    await failAfter(3_000);
    expect((await asked).headers['server-timing']).toContain('gateway;dur=0.00');
    expect(records()).toMatchObject([{ gatewayMs: 0, totalMs: 3_000, attempts: [], outcome: 'failed' }]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeProvider } from './testing/fake-provider.js';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const messages = [{ role: 'user', content: 'Hi' }];

let near: FakeProvider;
let far: FakeProvider;
let harness: GatewayHarness;

beforeEach(async () => {
  near = await FakeProvider.start({ models: ['gpt-fake'] });
  far = await FakeProvider.start({ models: ['gpt-fake'] });
});
afterEach(async () => {
  await harness.close();
  await near.close();
  await far.close();
});

async function setup(more = '') {
  const block = (name: string, { url }: FakeProvider) =>
    `[upstreams.${name}]\nurl = "${url}"\nauth_style = "none"\nmodels = ["gpt-fake"]\n`;
  harness = await gatewayHarness((_request, response) => response.destroy(), {
    settings: block('near', near) + block('far', far) + more,
  });
  return harness;
}

const CHAIN = '[dispatcher.fallback."near/gpt-fake"]\nto = ["far/gpt-fake"]\non = ["rate_limited"]\n';

describe('a provider that has had too many requests', () => {
  it.each([false, true])('has its words about when to come again passed on (stream: %s)', async (stream) => {
    const { ask } = await setup();
    near.fail({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    const { status, headers } = await ask({ model: 'near/gpt-fake', messages, stream });
    expect([status, headers['retry-after']]).toEqual([429, '7']);
    expect((await ask({ model: 'near/gpt-fake', messages, stream })).headers).not.toHaveProperty('retry-after');
  });

  it('is asked after others that have the model until then', async () => {
    const { ask, clock } = await setup();
    const who = async () => (await ask({ model: 'gpt-fake', messages })).headers['x-hal0-served-by'];
    near.fail({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    await ask({ model: 'gpt-fake', messages });
    expect(await who()).toBe('far');
    await clock.advance(7_000);
    expect(await who()).toBe('near');
  });

  it('is not asked at all until then where a chain says who serves instead', async () => {
    const { ask, clock, records } = await setup(CHAIN);
    near.fail({ kind: 'status', status: 429, code: 'rate_limit_exceeded', retryAfterSeconds: 7 });
    const first = await ask({ model: 'near/gpt-fake', messages });
    const second = await ask({ model: 'near/gpt-fake', messages });
    expect([first, second].map(({ headers }) => headers['x-hal0-fallback'])).toEqual([
      'near/gpt-fake; rate_limit_exceeded',
      'near/gpt-fake; rate_limit_exceeded',
    ]);
    expect(first.headers).not.toHaveProperty('retry-after');
    expect([near.asked.length, far.asked.length]).toEqual([1, 2]);
    expect(records()[1]).toMatchObject({ attempts: [{ target: 'near/gpt-fake', ms: 0 }], triedMs: 0 });
    await clock.advance(7_000);
    expect((await ask({ model: 'near/gpt-fake', messages })).headers['x-hal0-served-by']).toBe('near');
  });

  it('is asked nevertheless by name when nothing is declared to serve instead', async () => {
    const { ask } = await setup();
    near.fail({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    await ask({ model: 'near/gpt-fake', messages });
    expect((await ask({ model: 'near/gpt-fake', messages })).status).toBe(200);
  });
});

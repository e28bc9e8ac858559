import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FakeProvider } from './testing/fake-provider.js';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const CHAIN = 'fallback = ["cloud/gpt-fake"]';
const messages = [{ role: 'user', content: 'Hi' }];

let provider: FakeProvider;
let harness: GatewayHarness | undefined;

beforeEach(async () => {
  provider = await FakeProvider.start({ key: 'sk-test' });
});
afterEach(async () => {
  await harness?.close();
  harness = undefined;
  await provider.close();
});

const broken = (status: number) => (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"out of order"}}');
};

async function setup(
  slot: string,
  model: (request: IncomingMessage, response: ServerResponse) => void = broken(500),
  more: Parameters<typeof gatewayHarness>[1] = {},
) {
  harness = await gatewayHarness(model, {
    capabilities: `[slots.primary]\nmodel = "demo"\nenabled = true\n${slot}\n`,
    settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_value_env = "CLOUD_KEY"\n`,
    secrets: { CLOUD_KEY: 'sk-test' },
    ...more,
  });
  return harness;
}

/** Until the provider has got so many requests. */
async function seen(count: number): Promise<void> {
  while (provider.asked.length < count) await new Promise(setImmediate);
}

describe('an upstream', () => {
  it('serves a model that only it has, once its list has been fetched, under its own name for it', async () => {
    const { ask, records } = await setup('');
    const { status, headers, body } = await ask({ model: 'gpt-fake', messages });
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ model: 'gpt-fake' })]);
    expect(headers).toMatchObject({ 'x-hal0-served-by': 'cloud' });
    expect(headers).not.toHaveProperty('x-hal0-slot');
    expect(records()).toEqual([
      expect.objectContaining({ servedBy: 'cloud', slot: null, model: 'gpt-fake', status: 200 }),
    ]);
    expect(provider.listed).toBe(1);
  });

  it('is asked once for its models by many requests for a model that nobody knows, and told so', async () => {
    const { ask } = await setup('');
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask({ model: 'nobody-has-it', messages })));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(answers[0]?.body).toContain('models of cloud');
    expect(provider.listed).toBe(1);
  });

  it('is asked by name without its list, and gets the key that the client never sees', async () => {
    const { ask } = await setup('');
    const { status } = await ask({ model: 'cloud/gpt-fake', messages }, { authorization: 'Bearer of-the-client' });
    expect([status, provider.listed]).toEqual([200, 0]);
    expect(provider.asked[0]?.headers.authorization).toBe('Bearer sk-test');
    expect(provider.asked[0]?.body).toMatchObject({ model: 'gpt-fake', messages });
  });

  it('passes a stream on, and turns an error at its beginning into a status', async () => {
    const { ask } = await setup('');
    const good = await ask({ model: 'cloud/gpt-fake', messages, stream: true });
    expect(good.body).toMatch(/data: \[DONE\]\s*$/);
    provider.fail({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    const limited = await ask({ model: 'cloud/gpt-fake', messages, stream: true });
    expect(limited.status).toBe(429);
  });

  it('is asked once more when a kept connection has died, and only once', async () => {
    const { ask } = await setup('');
    provider.fail({ kind: 'drop' });
    expect((await ask({ model: 'cloud/gpt-fake', messages })).status).toBe(200);
    provider.fail({ kind: 'drop' }, { kind: 'drop' });
    expect((await ask({ model: 'cloud/gpt-fake', messages })).status).toBe(502);
  });

  it('is not asked a second time after a silence, because the request may be under way there', async () => {
    const { ask } = await setup('', broken(500), {
      settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_value_env = "CLOUD_KEY"\ntimeout_seconds = 0.05\n`,
    });
    provider.fail({ kind: 'slow', until: new Promise(() => undefined) });
    const { status } = await ask({ model: 'cloud/gpt-fake', messages });
    expect([status, provider.asked.length]).toEqual([504, 1]);
  });

  it('serves no more at once than its concurrency', async () => {
    const { ask } = await setup('', broken(500), {
      settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_value_env = "CLOUD_KEY"\nconcurrency = 1\n`,
    });
    let answer: (value?: unknown) => void = () => {};
    provider.fail({ kind: 'slow', until: new Promise((resolve) => (answer = resolve)) });
    const first = ask({ model: 'cloud/gpt-fake', messages });
    await seen(1);
    const second = ask({ model: 'cloud/gpt-fake', messages });
    const impatient = await ask({ model: 'cloud/gpt-fake', messages }, { 'x-hal0-wait': '0' });
    expect([impatient.status, provider.asked.length]).toEqual([503, 1]);
    answer();
    expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('a chain', () => {
  it('goes on when the slot fails before its answer has begun, and says so', async () => {
    const { ask, records } = await setup(CHAIN);
    const { status, headers } = await ask({ model: 'primary', messages });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'x-hal0-served-by': 'cloud',
      'x-hal0-fallback': 'primary; dispatch.upstream_failed',
    });
    expect(records()).toEqual([
      expect.objectContaining({ servedBy: 'cloud', fallbackFrom: 'primary', outcome: 'completed' }),
    ]);
  });

  it('does not go on for what is wrong with the request itself', async () => {
    const { ask } = await setup(CHAIN, broken(400));
    expect((await ask({ model: 'primary', messages })).status).toBe(400);
    expect(provider.connections).toBe(0);
  });

  it('goes on for a conversation that is too long only when told to', async () => {
    const tooLong = (_request: IncomingMessage, response: ServerResponse) => {
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end('{"error":{"code":400,"message":"too long","type":"exceed_context_size_error"}}');
    };
    const { ask } = await setup(`${CHAIN}\nfallback_on = ["context_length"]`, tooLong);
    expect((await ask({ model: 'primary', messages })).headers).toMatchObject({ 'x-hal0-served-by': 'cloud' });
    await harness?.close();
    const { ask: askPlainly } = await setup(CHAIN, tooLong);
    expect((await askPlainly({ model: 'primary', messages })).status).toBe(400);
  });

  it('goes on when no turn has come in time', async () => {
    const { ask, clock, runtime, slot } = await setup(`${CHAIN}\nfallback_after_seconds = 2`);
    const letGo = runtime.holdUp();
    const answer = ask({ model: 'primary', messages });
    while (slot('primary').admission.queued === 0) await new Promise(setImmediate);
    await clock.advance(2_000);
    expect((await answer).headers).toMatchObject({ 'x-hal0-fallback': 'primary; not_ready' });
    letGo();
  });

  it.each([
    ['the slot', `${CHAIN}\nlocal_only = true`, null],
    ['the key', CHAIN, { keyName: 'phone', slots: null, localOnly: true }],
  ])('sends nothing out when %s is for this machine only', async (_who, slot, grant) => {
    const { ask } = await setup(slot, broken(500), { grant });
    expect((await ask({ model: 'primary', messages })).status).toBe(502);
    if (grant) {
      expect((await ask({ model: 'gpt-fake', messages })).status).toBe(404);
      expect((await ask({ model: 'cloud/gpt-fake', messages })).status).toBe(404);
    }
    expect(provider.connections).toBe(0);
  });

  it.each([false, true])(
    'serves for a model that nobody has, e.g. because its provider is away (stream: %s)',
    async (stream) => {
      const { ask, records } = await setup('', broken(500), {
        settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_value_env = "CLOUD_KEY"\n[dispatcher.fallback."gpt-away"]\nto = ["cloud/gpt-fake"]\n`,
      });
      const { status, headers } = await ask({ model: 'gpt-away', messages, stream });
      expect([status, headers['x-hal0-fallback']]).toEqual([200, 'gpt-away; dispatch.no_route']);
      expect(records()).toMatchObject([{ fallbackFrom: 'gpt-away', servedBy: 'cloud' }]);
      expect((await ask({ model: 'constructor', messages, stream })).status).toBe(404);
    },
  );

  it('tells the last failure when nobody could serve', async () => {
    const { ask } = await setup(CHAIN);
    provider.fail({ kind: 'status', status: 500 });
    const { status, body } = await ask({ model: 'primary', messages });
    expect([status, JSON.parse(body).error.code]).toEqual([502, 'dispatch.upstream_failed']);
  });

  it('is not gone along once a stream has begun', async () => {
    const dying = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n', () =>
        setImmediate(() => response.destroy()),
      );
    };
    const { ask } = await setup(CHAIN, dying);
    const { body } = await ask({ model: 'primary', messages, stream: true });
    expect(body).toContain('dispatch.upstream_lost');
    expect(provider.connections).toBe(0);
  });
});

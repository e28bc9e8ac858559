import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeProvider } from '../testing/fake-provider.js';
import { gatewayHarness, type GatewayHarness } from '../testing/gateway-harness.js';

const chat = { model: 'cloud/claude-fake', messages: [{ role: 'user', content: 'Hi' }] };

describe('a chat that goes to a provider which speaks Anthropic', () => {
  let provider: FakeProvider;
  let harness: GatewayHarness;

  beforeEach(async () => {
    provider = await FakeProvider.start({ dialect: 'anthropic', models: ['claude-fake'], key: 'sk-test' });
    harness = await gatewayHarness((_request, response) => response.end(), {
      settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_style = "anthropic"\nauth_value_env = "CLOUD_KEY"\n`,
      secrets: { CLOUD_KEY: 'sk-test' },
    });
  });

  afterEach(async () => {
    await harness.close();
    await provider.close();
  });

  it('is asked in its words and answered in those of a chat', async () => {
    const { status, body } = await harness.ask(chat);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'Hello from afar' }, finish_reason: 'stop' }],
    });
    expect(provider.asked[0]).toMatchObject({
      path: '/v1/messages',
      body: { model: 'claude-fake', messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
    });
  });

  it('is streamed to its end, and its tokens stand in the record', async () => {
    const { headers, body } = await harness.ask({ ...chat, stream: true });
    expect(headers['content-type']).toContain('text/event-stream');
    const said = [...body.matchAll(/"delta":\{"content":"([^"]*)"\}/g)].map(([, text]) => text).join('');
    expect(said).toBe('Hello from afar');
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(harness.records()).toEqual([
      expect.objectContaining({ outcome: 'completed', servedBy: 'cloud', completionTokens: expect.any(Number) }),
    ]);
  });

  it('tells errors before and within a stream', async () => {
    provider.fail({ kind: 'status', status: 429 });
    expect((await harness.ask(chat)).status).toBe(429);
    provider.fail({ kind: 'error-event', afterWords: 1 });
    const { body } = await harness.ask({ ...chat, stream: true });
    expect(body).toContain('"content":"Hello"');
    expect(body).toContain('"error":{"code":"dispatch.');
    expect(body).not.toContain('[DONE]');
  });

  it('tells that a stream was cut short', async () => {
    provider.fail({ kind: 'drop', afterWords: 1 });
    const { body } = await harness.ask({ ...chat, stream: true });
    expect(body).toContain('dispatch.upstream_lost');
  });

  it('refuses what Anthropic has no words for', async () => {
    const { status, body } = await harness.ask({ ...chat, n: 2 });
    expect([status, body]).toEqual([400, expect.stringContaining('dispatch.untranslatable')]);
    expect(provider.asked).toEqual([]);
  });
});

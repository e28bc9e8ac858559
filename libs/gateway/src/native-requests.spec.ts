import { FakeProvider, gatewayHarness, type GatewayHarness } from '@hal0/dispatcher/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { anthropicRoutes } from './anthropic/anthropic.routes.js';
import { InferenceDoor } from './intake/inference-door.js';
import { RequestIds } from './intake/request-ids.js';
import { responsesRoutes } from './responses/responses.routes.js';

const LIMIT = 8 * 1_048_576;
const hello = [{ role: 'user', content: 'Hello' }];

/** Requests that a chat has no words for, and where they go. */
const MESSAGES: readonly (readonly [string, object])[] = [
  ['tools of the provider', { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 5 }] }],
  [
    'documents',
    {
      messages: [
        {
          role: 'user',
          content: [{ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA==' } }],
        },
      ],
    },
  ],
  [
    'blocks of earlier searches',
    {
      messages: [
        ...hello,
        {
          role: 'assistant',
          content: [{ type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'x' } }],
        },
      ],
    },
  ],
  ['servers of tools', { mcp_servers: [{ type: 'url', url: 'https://example.com', name: 'x' }] }],
  ['fields of a beta', { context_management: { edits: [] }, output_format: { type: 'json_schema' } }],
];
const RESPONSES: readonly (readonly [string, object])[] = [
  ['an earlier answer', { previous_response_id: 'resp_1' }],
  ['keeping', { store: true }],
  ['a conversation', { conversation: 'conv_1' }],
  ['the background', { background: true }],
  ['references to items', { input: [{ type: 'item_reference', id: 'msg_1' }] }],
  ['tools of the provider', { tools: [{ type: 'web_search' }], tool_choice: 'required' }],
];

let openai: FakeProvider;
let anthropic: FakeProvider;
let harness: GatewayHarness;
let app: FastifyInstance;

beforeEach(async () => {
  openai = await FakeProvider.start({ models: ['gpt-fake'] });
  anthropic = await FakeProvider.start({ dialect: 'anthropic', models: ['claude-fake'], key: 'sk-test' });
  harness = await gatewayHarness((_request, response) => response.destroy(), {
    capabilities: '[slots.primary]\nmodel = "demo"\nenabled = true\nfallback = ["claude/claude-fake"]\n',
    settings:
      `[upstreams.gpt]\nurl = "${openai.url}"\nauth_style = "none"\n` +
      `[upstreams.claude]\nurl = "${anthropic.url}"\nauth_style = "anthropic"\nauth_value_env = "KEY"\n` +
      '[dispatcher.fallback."gpt/chained"]\nto = ["claude/claude-fake"]\n',
    secrets: { KEY: 'sk-test' },
  });
  const door = new InferenceDoor(harness.dispatcher, harness.clock);
  const ids = new RequestIds(harness.clock);
  app = Fastify({ genReqId: () => ids.next() });
  app.decorateRequest('grant', null);
  void app.register(anthropicRoutes({ door, bodyLimit: LIMIT }), { prefix: '/v1' });
  void app.register(responsesRoutes({ door, bodyLimit: LIMIT }), { prefix: '/v1' });
  await app.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(async () => {
  await app.close();
  await harness.close();
  await openai.close();
  await anthropic.close();
});

async function ask(path: string, body: object | string, headers: Record<string, string> = {}) {
  const { port } = app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

const message = (more: object, model = 'claude/claude-fake') => ({ model, max_tokens: 9, messages: hello, ...more });
const response = (more: object, model = 'gpt/gpt-fake') => ({ model, input: 'Hello', ...more });

describe('a request to a provider that speaks as the client does', () => {
  it.each(MESSAGES)('goes through as it came: Messages with %s', async (_what, more) => {
    const { status } = await ask('/v1/messages', message(more));
    expect(status).toBe(200);
    expect(anthropic.asked.map(({ body }) => body)).toEqual([message(more, 'claude-fake')]);
  });

  it.each(RESPONSES)('goes through as it came: Responses with %s', async (_what, more) => {
    const { status } = await ask('/v1/responses', response(more));
    expect(status).toBe(200);
    expect(openai.asked.map(({ body }) => body)).toEqual([response(more, 'gpt-fake')]);
  });

  it('takes along what the client tells the provider in headers and query, and nothing of who it is', async () => {
    const headers = { 'anthropic-beta': 'context-management-2025-06-27', 'anthropic-version': '2024-01-01' };
    await ask('/v1/messages?beta=true&key=mine', message({}), { ...headers, 'x-api-key': 'mine', cookie: 'mine' });
    expect(anthropic.asked[0]).toMatchObject({ path: '/v1/messages?beta=true', headers });
    expect(JSON.stringify(anthropic.asked[0])).not.toContain('mine');
    await ask('/v1/responses', response({}), { 'openai-beta': 'responses=v1', authorization: 'Bearer mine' });
    expect(openai.asked[0]?.headers).toMatchObject({ 'openai-beta': 'responses=v1' });
    expect(JSON.stringify(openai.asked[0])).not.toContain('mine');
  });

  it('is answered under the id that the provider gave it', async () => {
    anthropic.headers = { 'request-id': 'req_theirs', 'anthropic-ratelimit-requests-remaining': '41', server: 'x' };
    const { headers } = await ask('/v1/messages', message({}));
    expect(headers.get('request-id')).toBe('req_theirs');
    expect(headers.get('x-request-id')).toMatch(/^req_/);
    expect(headers.get('anthropic-ratelimit-requests-remaining')).toBe('41');
    expect(headers.has('server')).toBe(false);
  });

  it.each([false, true])(
    'hears that the provider is overloaded as the provider says it (stream: %s)',
    async (stream) => {
      anthropic.fail({ kind: 'status', status: 529, message: 'Overloaded' });
      const { status, body } = await ask('/v1/messages', message({ stream }));
      expect([status, JSON.parse(body)]).toMatchObject([529, { error: { type: 'overloaded_error' } }]);
      anthropic.fail({ kind: 'error-event', afterWords: 1, message: 'Overloaded' });
      expect((await ask('/v1/messages', message({ stream: true }))).body).toContain('"type":"overloaded_error"');
    },
  );
});

describe('a request that a chat has no words for', () => {
  it.each(MESSAGES.slice(0, -1))('is refused where it has to be a chat: Messages with %s', async (_what, more) => {
    const { status, body } = await ask('/v1/messages', message(more, 'gpt/gpt-fake'));
    expect([status, JSON.parse(body)]).toMatchObject([400, { error: { code: 'dispatch.untranslatable' } }]);
    expect(openai.asked).toEqual([]);
  });

  it.each(RESPONSES)('is refused where it has to be a chat: Responses with %s', async (_what, more) => {
    const { status, body } = await ask('/v1/responses', response(more, 'claude/claude-fake'));
    expect([status, JSON.parse(body)]).toMatchObject([400, { error: { code: 'dispatch.untranslatable' } }]);
    expect(anthropic.asked).toEqual([]);
  });

  it('is not sent out of the machine by a chain for that, and no model is loaded in vain', async () => {
    const { status, body } = await ask('/v1/messages', message({ mcp_servers: [{}] }, 'primary'));
    expect([status, JSON.parse(body)]).toMatchObject([400, { error: { code: 'dispatch.untranslatable' } }]);
    expect(anthropic.asked).toEqual([]);
    expect(harness.slots.get('primary').state).toBe('offline');
  });

  it('goes from one provider to the next of its chain that has the words', async () => {
    const { status, headers } = await ask('/v1/messages', message({ mcp_servers: [{}] }, 'gpt/chained'));
    expect([status, headers.get('x-hal0-served-by')]).toEqual([200, 'claude']);
    expect(headers.get('x-hal0-fallback')).toBe('gpt/chained; dispatch.untranslatable');
  });

  it('is refused at once when it is malformed, whatever state the slot is in', async () => {
    for (const path of ['/v1/messages', '/v1/messages/count_tokens']) {
      const { status, body } = await ask(path, { model: 'primary', max_tokens: 9, messages: 'Hello' });
      expect([status, JSON.parse(body)]).toMatchObject([400, { error: { code: 'request.invalid_body' } }]);
    }
    expect(harness.slots.get('primary').state).toBe('offline');
  });

  it.each(['/v1/messages', '/v1/responses'])('is refused when its JSON is nested without end: %s', async (path) => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    const { status } = await ask(path, `{"model":"primary","max_tokens":9,"input":"x","tools":${nested}}`);
    expect(status).toBe(400);
  });

  it('is refused with an id, in the words of its dialect', async () => {
    const { status, headers, body } = await ask('/v1/messages', '{"model":');
    const id = headers.get('x-request-id');
    expect(id).toMatch(/^req_/);
    expect([status, headers.get('request-id')]).toEqual([400, id]);
    expect(JSON.parse(body)).toMatchObject({ type: 'error', request_id: id });
  });

  it('is refused when its model has no end, without the name being said again', async () => {
    for (const path of ['/v1/messages', '/v1/responses']) {
      const { status, body } = await ask(path, message({ input: 'x' }, 'm'.repeat(200_000)));
      expect(status).toBe(400);
      expect(body.length).toBeLessThan(500);
    }
  });
});

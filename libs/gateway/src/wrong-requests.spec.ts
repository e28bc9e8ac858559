import { FakeClock } from '@hal0/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { anthropicRoutes } from './anthropic/anthropic.routes.js';
import type { InferenceDoor } from './intake/inference-door.js';
import { ollamaRoutes, type OllamaRoutesOptions } from './ollama/ollama.routes.js';
import { openAiRoutes, type OpenAiRoutesOptions } from './openai/openai.routes.js';
import { responsesRoutes } from './responses/responses.routes.js';

const LIMIT = 1_048_576;
const openAi = { error: { code: expect.any(String), message: expect.any(String), type: 'invalid_request_error' } };
const anthropic = { type: 'error', error: { type: expect.any(String), message: expect.any(String) } };
const ollama = { error: expect.any(String) };

/** A request that never comes to a model, and how its answer is told. */
const POSTED: readonly (readonly [string, object])[] = [
  ['/v1/chat/completions', openAi],
  ['/v1/responses', openAi],
  ['/v1/messages', anthropic],
  ['/v1/messages/count_tokens', anthropic],
  ['/api/chat', ollama],
  ['/api/generate', ollama],
  ['/api/embed', ollama],
  ['/api/embeddings', ollama],
  ['/api/show', ollama],
];

let app: FastifyInstance;

beforeAll(async () => {
  const door = { now: () => 0 } as InferenceDoor;
  app = Fastify();
  app.decorateRequest('grant', null);
  const options = { door, bodyLimit: LIMIT };
  // Nothing of what follows asks which models there are.
  const sources = {} as Pick<OllamaRoutesOptions & OpenAiRoutesOptions, 'slots' | 'registry' | 'upstreams'>;
  for (const routes of [anthropicRoutes(options), responsesRoutes(options), openAiRoutes({ ...options, ...sources })]) {
    void app.register(routes, { prefix: '/v1' });
  }
  void app.register(ollamaRoutes({ ...options, ...sources, clock: new FakeClock() }), { prefix: '/api' });
  await app.ready();
});
afterAll(() => app.close());

async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, more: InjectOptions = {}) {
  const answer = await app.inject({ method, url, headers: { 'content-type': 'application/json' }, ...more });
  return { status: answer.statusCode, allow: answer.headers.allow, body: answer.json<unknown>() };
}

describe.each(POSTED)('%s tells in its own words', (url, shape) => {
  it.each(['GET', 'PUT', 'DELETE'] as const)('that it does not take %s', async (method) => {
    expect(await ask(method, url)).toMatchObject({ status: 405, allow: 'POST', body: shape });
  });

  it.each([
    ['no JSON', '{"model":', 400],
    ['nothing', '', 400],
    ['no object', '[]', 400],
    ['too much', JSON.stringify({ prompt: 'x'.repeat(LIMIT) }), 413],
  ])('that it was sent %s', async (_what, payload, status) => {
    expect(await ask('POST', url, { payload })).toMatchObject({ status, body: shape });
  });

  it('that it takes JSON alone', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(await ask('POST', url, { payload: '{}', headers })).toMatchObject({ status: 415, body: shape });
  });
});

describe('what is nowhere', () => {
  it.each([
    ['GET', '/v1/nowhere', openAi],
    ['POST', '/v1/messages/nowhere', anthropic],
    ['GET', '/v1/messages/batches', anthropic],
  ] as const)('is told in the words of the dialect it is of: %s %s', async (method, url, shape) => {
    expect(await ask(method, url)).toMatchObject({ status: 404, body: shape });
  });
});

it.each([
  ['PUT', '/api/tags', 'GET'],
  ['POST', '/api/version', 'GET'],
  ['GET', '/api/pull', 'POST'],
  ['POST', '/api/delete', 'DELETE'],
] as const)("Ollama's clients hear of %s %s which method it takes", async (method, url, allow) => {
  expect(await ask(method, url)).toEqual({ status: 405, allow, body: ollama });
});

it('keeps no blobs for clients of Ollama', async () => {
  expect(await ask('POST', '/api/blobs/sha256:00', { payload: '{}' })).toMatchObject({ status: 501, body: ollama });
});

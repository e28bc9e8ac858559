import { FakeProvider } from '@hal0/dispatcher/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

const TYPES = ['llm', 'embedding', 'reranking', 'transcription', 'tts', 'image'] as const;
type Type = (typeof TYPES)[number];

/** A way into the gateway: what is sent there, and which kind of slot serves it. */
interface Way {
  path: string;
  type: Type;
  body: object | ((model: string) => FormData);
}

const messages = [{ role: 'user', content: 'A secret' }];
const form = (file: string, name: string, fields: Record<string, string>) => (model: string) => {
  const data = new FormData();
  for (const [field, value] of Object.entries({ model, ...fields })) data.set(field, value);
  data.set(file, new Blob(['RIFF....a secret']), name);
  return data;
};

const OPENAI: Way[] = [
  { path: '/chat/completions', type: 'llm', body: { messages } },
  { path: '/chat/completions', type: 'llm', body: { messages, stream: true } },
  { path: '/completions', type: 'llm', body: { prompt: 'A secret' } },
  { path: '/completions', type: 'llm', body: { prompt: 'A secret', stream: true } },
  { path: '/responses', type: 'llm', body: { input: 'A secret' } },
  { path: '/responses', type: 'llm', body: { input: 'A secret', stream: true } },
  { path: '/messages', type: 'llm', body: { max_tokens: 9, messages } },
  { path: '/messages', type: 'llm', body: { max_tokens: 9, messages, stream: true } },
  { path: '/messages/count_tokens', type: 'llm', body: { messages } },
  { path: '/embeddings', type: 'embedding', body: { input: 'A secret' } },
  { path: '/rerank', type: 'reranking', body: { query: 'A secret', documents: ['a', 'b'] } },
  { path: '/reranking', type: 'reranking', body: { query: 'A secret', documents: ['a', 'b'] } },
  { path: '/rerankings', type: 'reranking', body: { query: 'A secret', documents: ['a', 'b'] } },
  { path: '/audio/speech', type: 'tts', body: { input: 'A secret', voice: 'alloy' } },
  { path: '/audio/transcriptions', type: 'transcription', body: form('file', 'secret.wav', {}) },
  { path: '/audio/transcriptions', type: 'transcription', body: form('file', 'secret.wav', { stream: 'true' }) },
  { path: '/images/generations', type: 'image', body: { prompt: 'A secret' } },
  { path: '/images/generations', type: 'image', body: { prompt: 'A secret', response_format: 'url' } },
  { path: '/images/edits', type: 'image', body: form('image', 'secret.png', { prompt: 'A secret' }) },
];
const WAYS: Way[] = [
  ...['/v1', '/api/v1'].flatMap((root) => OPENAI.map((way) => ({ ...way, path: root + way.path }))),
  { path: '/api/chat', type: 'llm', body: { messages } },
  { path: '/api/chat', type: 'llm', body: { messages, stream: false } },
  { path: '/api/generate', type: 'llm', body: { prompt: 'A secret' } },
  { path: '/api/generate', type: 'llm', body: { prompt: 'A secret', raw: true, stream: false } },
  { path: '/api/embed', type: 'embedding', body: { input: 'A secret' } },
  { path: '/api/embeddings', type: 'embedding', body: { prompt: 'A secret' } },
];

/** Two slots of each type whose model is nowhere, so that their chains are gone along: one for this machine only, one not. */
const slots = TYPES.map(
  (type) => `
[slots.${type}-local]
type = "${type}"
model = "model-of-${type}"
enabled = true
fallback = ["cloud/any", "twin/any"]
fallback_on = ["unavailable", "rate_limited", "context_length"]
local_only = true
[slots.${type}-off]
type = "${type}"
model = "disabled-${type}"
local_only = true
[slots.${type}-open]
type = "${type}"
model = "other-model-of-${type}"
enabled = true
fallback = ["cloud/any", "twin/any"]
`,
).join('');

describe('nothing leaves the machine', () => {
  let cloud: FakeProvider;
  let twin: FakeProvider;
  let hal0: Hal0Process;
  let key: string;

  beforeAll(async () => {
    const models = ['any', ...TYPES.flatMap((type) => [`model-of-${type}`, `disabled-${type}`])];
    cloud = await FakeProvider.start({ models });
    twin = await FakeProvider.start({ models, dialect: 'anthropic' });
    const block = (name: string, { url }: FakeProvider, style: string) =>
      `[upstreams.${name}]\nurl = "${url}"\nauth_style = "${style}"\nauth_value_env = "TWIN_KEY"\nmodels = ${JSON.stringify(models)}\n`;
    const chains = TYPES.map((type) => `[dispatcher.fallback."model-of-${type}"]\nto = ["cloud/any"]\n`);
    hal0 = new Hal0Process({
      toml: block('cloud', cloud, 'none') + block('twin', twin, 'anthropic') + chains.join(''),
      capabilities: slots,
    });
    await hal0.start();
    await hal0.request('PUT', '/api/secrets/TWIN_KEY', { value: 'sk-test' });
    const made = await hal0.request<{ key: string }>('POST', '/api/keys', { name: 'phone', localOnly: true });
    key = made.body.key;
  });
  afterAll(async () => {
    await hal0.stop();
    await cloud.close();
    await twin.close();
  });

  async function send({ path, body }: Way, model: string, headers: Record<string, string> = {}): Promise<number> {
    const isForm = typeof body === 'function';
    const response = await fetch(hal0.url + path, {
      method: 'POST',
      headers: { ...headers, ...(isForm ? {} : { 'content-type': 'application/json' }) },
      body: isForm ? body(model) : JSON.stringify({ model, ...body }),
    });
    await response.text();
    return response.status;
  }
  /** hal0 asks providers for their lists by itself, which tells them nothing. */
  const leaks = () => [...cloud.asked, ...twin.asked].map(({ path }) => path);

  it('of a slot that is for this machine only, whichever way the request comes and whatever its chain says', async () => {
    for (const way of WAYS) {
      for (const model of [
        `${way.type}-local`,
        `hal0/${way.type}-local`,
        `model-of-${way.type}`,
        `disabled-${way.type}`,
      ])
        expect([way.path, model, (await send(way, model)) >= 400]).toEqual([way.path, model, true]);
    }
    expect(leaks()).toEqual([]);
  });

  it('of a key that is for this machine only', async () => {
    for (const way of WAYS) {
      for (const model of [`${way.type}-open`, 'cloud/any', 'twin/any', 'any']) {
        const status = await send(way, model, { authorization: `Bearer ${key}` });
        expect([way.path, model, status >= 400]).toEqual([way.path, model, true]);
      }
    }
    expect(leaks()).toEqual([]);
  });

  it('of these alone: the same requests without the mark and the key do go out', async () => {
    for (const way of WAYS) {
      const before = leaks().length;
      await send(way, `${way.type}-open`);
      expect([way.path, way.type, leaks().length > before]).toEqual([way.path, way.type, true]);
    }
  });
});

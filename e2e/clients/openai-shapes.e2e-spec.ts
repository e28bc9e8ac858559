import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { join } from 'node:path';
import type { OpenAiShapes } from '../support/openai-shapes.js';
import { Hal0Process } from '../support/hal0-process.js';
import { schemasOf } from '../support/type-schemas.js';

jest.setTimeout(180_000);

const CHAT = { model: 'primary', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 16, temperature: 0 };
const TOOLS = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      parameters: { type: 'object', properties: { city: { enum: ['Rome', 'Oslo'] } }, required: ['city'] },
    },
  },
];
const WITH_TOOLS = { ...CHAT, max_tokens: 64, tools: TOOLS, tool_choice: 'required' };
const RESPONSE = { model: 'primary', input: 'Hello', max_output_tokens: 16, temperature: 0 };
const WITH_FUNCTION = {
  ...RESPONSE,
  input: 'What is the weather in Rome?',
  max_output_tokens: 64,
  tools: TOOLS.map(({ type, function: { name, parameters } }) => ({ type, name, parameters, strict: false })),
};
const PICTURE = { model: 'img', prompt: 'a fox', size: '256x256' };

describe('answers, held against the types of the official OpenAI client', () => {
  const hal0 = new Hal0Process({ demo: true });
  let validators: Readonly<Record<keyof OpenAiShapes, ValidateFunction>>;

  beforeAll(async () => {
    const schemas = schemasOf(join(import.meta.dirname, '../support/openai-shapes.ts'), 'OpenAiShapes');
    const ajv = new Ajv({ strict: false, allErrors: true });
    validators = Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
    ) as typeof validators;
    await hal0.start();
  });
  afterAll(() => hal0.stop());

  const faults = (shape: keyof OpenAiShapes, value: unknown) => {
    const validate = validators[shape];
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  const events = async (path: string, body: object): Promise<unknown[]> => {
    const response = await fetch(hal0.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, stream: true }),
    });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const data = (await response.text()).split('\n').filter((line) => line.startsWith('data: '));
    return data.filter((line) => line !== 'data: [DONE]').map((line) => JSON.parse(line.slice('data: '.length)));
  };

  it('can tell a wrong answer from a right one', () => {
    expect(faults('model', { id: 'a', object: 'model', created: 1, owned_by: 'b' })).toEqual([]);
    expect(faults('model', { id: 'a', object: 'modle', created: '1' })).toHaveLength(3);
  });

  it.each<[string, keyof OpenAiShapes, string, object]>([
    ['a chat', 'chat', '/v1/chat/completions', CHAT],
    [
      'a chat with two choices of words to watch',
      'chat',
      '/v1/chat/completions',
      { ...CHAT, logprobs: true, top_logprobs: 2 },
    ],
    ['a tool call', 'chat', '/v1/chat/completions', WITH_TOOLS],
    ['a completion', 'completion', '/v1/completions', { model: 'primary', prompt: 'Hello', max_tokens: 4 }],
    ['embeddings', 'embeddings', '/v1/embeddings', { model: 'embed', input: ['a dog', 'a cat'] }],
    ['a response', 'response', '/v1/responses', RESPONSE],
    ['a response with a function call', 'response', '/v1/responses', WITH_FUNCTION],
    ['a picture', 'images', '/v1/images/generations', PICTURE],
  ])('fit: %s', async (_what, shape, path, body) => {
    const answer = await hal0.request('POST', path, body);
    expect(answer.status).toBe(200);
    expect(faults(shape, answer.body)).toEqual([]);
  });

  it.each<[string, keyof OpenAiShapes, string, object]>([
    ['a chat', 'chatChunk', '/v1/chat/completions', { ...CHAT, stream_options: { include_usage: true } }],
    ['a tool call', 'chatChunk', '/v1/chat/completions', WITH_TOOLS],
    ['a completion', 'completionChunk', '/v1/completions', { model: 'primary', prompt: 'Hello', max_tokens: 4 }],
    ['a response', 'responseEvent', '/v1/responses', RESPONSE],
    ['a response with a function call', 'responseEvent', '/v1/responses', WITH_FUNCTION],
  ])('fit, chunk by chunk: %s', async (_what, shape, path, body) => {
    const chunks = await events(path, body);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.flatMap((chunk) => faults(shape, chunk))).toEqual([]);
  });

  it('fit: transcriptions', async () => {
    const spoken = await fetch(`${hal0.url}/v1/audio/speech`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tts', input: 'load the chat slot', voice: 'slt', response_format: 'wav' }),
    });
    const sound = await spoken.blob();
    for (const [shape, format] of [
      ['transcription', 'json'],
      ['verboseTranscription', 'verbose_json'],
    ] as const) {
      const form = new FormData();
      form.set('model', 'stt');
      form.set('response_format', format);
      form.set('file', sound, 'said.wav');
      const answer = await fetch(`${hal0.url}/v1/audio/transcriptions`, { method: 'POST', body: form });
      expect(faults(shape, await answer.json())).toEqual([]);
    }
  });

  it('fit: every model of the list', async () => {
    const { data } = (await hal0.request<{ data: unknown[] }>('GET', '/v1/models')).body;
    expect(data.length).toBeGreaterThan(6);
    expect(data.flatMap((model) => faults('model', model))).toEqual([]);
  });

  it.each<[string, number, string, unknown]>([
    ['broken JSON', 400, '/v1/chat/completions', '{"model":'],
    ['no messages', 400, '/v1/chat/completions', { model: 'primary' }],
    ['a type that is wrong', 400, '/v1/chat/completions', { ...CHAT, temperature: 'hot' }],
    [
      'a text that is too long',
      400,
      '/v1/chat/completions',
      { ...CHAT, messages: [{ role: 'user', content: 'word '.repeat(6_000) }] },
    ],
    ['an unknown model', 404, '/v1/chat/completions', { ...CHAT, model: 'gpt-9' }],
    ['a slot of another type', 400, '/v1/embeddings', { model: 'primary', input: 'a dog' }],
    ['an unknown route', 404, '/v1/nothing', {}],
  ])('fit when they are errors: %s', async (_what, status, path, body) => {
    const answer = await hal0.request('POST', path, body);
    expect(answer.status).toBe(status);
    expect(faults('error', answer.body)).toEqual([]);
  });
});

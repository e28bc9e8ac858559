import Anthropic, { BadRequestError, NotFoundError } from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Hal0Process } from '../support/hal0-process.js';

jest.setTimeout(180_000);

const HELLO = [{ role: 'user' as const, content: 'Hello, who are you?' }];
const ASKED = { model: 'primary', max_tokens: 128, temperature: 0, messages: HELLO };
const WEATHER = {
  model: 'primary',
  max_tokens: 64,
  temperature: 0,
  messages: [{ role: 'user' as const, content: 'What is the weather in Rome?' }],
  tools: [
    {
      name: 'get_weather',
      description: 'Get the weather of a city',
      input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ],
};

describe('the official Anthropic client against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let client: Anthropic;

  beforeAll(async () => {
    await hal0.start();
    client = new Anthropic({ baseURL: hal0.url, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => hal0.stop());

  it('gets an answer', async () => {
    const { content, usage, role, stop_reason } = await client.messages.create(ASKED);
    expect(content).toEqual([expect.objectContaining({ type: 'text', text: expect.stringMatching(/hal0/i) })]);
    expect([role, stop_reason]).toEqual(['assistant', 'end_turn']);
    expect(usage.input_tokens).toBeGreaterThan(3);
    expect(usage.output_tokens).toBeGreaterThan(3);
  });

  it('gets a stream that comes together to the same answer', async () => {
    const plain = await client.messages.create(ASKED);
    const stream = client.messages.stream(ASKED);
    let text = '';
    stream.on('text', (piece) => (text += piece));
    const { content, usage, stop_reason } = await stream.finalMessage();
    expect(content).toEqual([expect.objectContaining({ type: 'text', text })]);
    expect(plain.content).toEqual([expect.objectContaining({ type: 'text', text })]);
    expect(stop_reason).toBe('end_turn');
    expect(usage.output_tokens).toBe(plain.usage.output_tokens);
  });

  it('says why an answer is over', async () => {
    const { stop_reason } = await client.messages.create({ model: 'primary', max_tokens: 2, messages: HELLO });
    expect(stop_reason).toBe('max_tokens');
  });

  it('gets a tool call, plain and as a stream', async () => {
    const plain = await client.messages.create(WEATHER);
    const streamed = await client.messages.stream(WEATHER).finalMessage();
    for (const { content, stop_reason } of [plain, streamed]) {
      expect(content).toContainEqual(
        expect.objectContaining({ type: 'tool_use', name: 'get_weather', input: { city: expect.any(String) } }),
      );
      expect(stop_reason).toBe('tool_use');
    }
  });

  it('counts tokens, more of them for more words', async () => {
    const count = async (content: string) =>
      (await client.messages.countTokens({ model: 'primary', messages: [{ role: 'user', content }] })).input_tokens;
    const few = await count('Hello');
    expect(few).toBeGreaterThan(0);
    expect(await count('Hello, who are you and what can you do?')).toBeGreaterThan(few);
  });

  it('raises the exception class of what went wrong', async () => {
    const ask = (body: object) => client.post('/v1/messages', { body });
    const unknown = ask({ model: 'claude-9', max_tokens: 2, messages: HELLO });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
    await expect(unknown).rejects.toMatchObject({ error: { type: 'error', error: { type: 'not_found_error' } } });
    const empty = ask({ model: 'primary', max_tokens: 2 });
    await expect(empty).rejects.toBeInstanceOf(BadRequestError);
    await expect(empty).rejects.toMatchObject({ error: { error: { type: 'invalid_request_error' } } });
  });

  it('lists models page by page, and tells of one', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list({ limit: 2 })) ids.push(id);
    expect(ids).toEqual(expect.arrayContaining(['primary', 'embed', 'hal0-demo-chat']));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await client.models.retrieve('primary')).toMatchObject({
      type: 'model',
      created_at: expect.stringMatching(/^20/),
    });
    const unknown = client.models.retrieve('claude-9');
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
    await expect(unknown).rejects.toMatchObject({ error: { error: { type: 'not_found_error' } } });
  });

  it('hears of an unknown route in its own words, with the id of the request', async () => {
    const batches = client.messages.batches.list();
    await expect(batches).rejects.toMatchObject({
      error: { type: 'error', request_id: expect.stringMatching(/^req_/) },
    });
  });

  it('frees the slot when a stream is aborted', async () => {
    const stream = await client.messages.create({
      model: 'primary',
      max_tokens: 100_000,
      messages: [{ role: 'user', content: 'Tell me a story' }],
      stream: true,
    });
    for await (const { type } of stream) if (type === 'content_block_delta') break;
    stream.controller.abort();
    await hal0.until(async () => (await hal0.slot('primary')).state === 'ready', 'the slot to be free', 5_000);
  });
});

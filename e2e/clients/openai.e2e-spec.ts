import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import OpenAI, { BadRequestError, NotFoundError, toFile } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { Hal0Process } from '../support/hal0-process.js';

jest.setTimeout(180_000);

const DEMO_MODEL = 'hal0-demo-chat';
const HELLO = [{ role: 'user' as const, content: 'Hello, who are you?' }];
const STORY = [{ role: 'user' as const, content: 'Tell me a story' }];

const WEATHER = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { enum: ['Rome', 'Oslo'] } }, required: ['city'] },
  },
};

describe('the official OpenAI client against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let client: OpenAI;

  beforeAll(async () => {
    await hal0.start();
    client = new OpenAI({ baseURL: `${hal0.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => hal0.stop());

  it('streams a chat, chunk by chunk, under the registry id', async () => {
    const stream = await client.chat.completions.create({
      model: 'primary',
      messages: HELLO,
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
    });
    let text = '';
    let usage: OpenAI.CompletionUsage | undefined;
    const models = new Set<string>();
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
      models.add(chunk.model);
    }
    expect(text).toMatch(/hal0/i);
    expect([...models]).toEqual([DEMO_MODEL]);
    expect(usage?.completion_tokens).toBeGreaterThan(3);
  });

  it('answers a plain chat and a plain completion, by slot, by hal0/<slot>, by registry id and by default', async () => {
    for (const model of ['primary', 'hal0/primary', DEMO_MODEL, '']) {
      const answer = await client.chat.completions.create({ model, messages: HELLO, temperature: 0 });
      expect(answer.model).toBe(DEMO_MODEL);
      expect(answer.choices[0]?.message.content).toMatch(/hal0/i);
    }
    const completion = await client.completions.create({ model: 'primary', prompt: 'Hello', max_tokens: 8 });
    expect(completion.model).toBe(DEMO_MODEL);
  });

  it('makes a tool call', async () => {
    const answer = await client.chat.completions.create({
      model: 'primary',
      messages: [{ role: 'user', content: 'What is the weather in Rome?' }],
      temperature: 0,
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'Get the weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          },
        },
      ],
    });
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('makes the tool call it is told to make, and a stream of one comes together again', async () => {
    const asked: OpenAI.ChatCompletionCreateParamsNonStreaming = {
      model: 'primary',
      messages: [{ role: 'user', content: 'What is the weather in Rome?' }],
      temperature: 0,
      max_tokens: 64,
      tools: [WEATHER],
      tool_choice: 'required',
    };
    const plain = await client.chat.completions.create(asked);
    const streamed = await client.chat.completions.stream({ ...asked, stream: true }).finalChatCompletion();
    for (const { choices } of [plain, streamed]) {
      const [call] = choices[0]?.message.tool_calls ?? [];
      if (call?.type !== 'function') throw new Error('No function was called');
      expect(call.function.name).toBe('get_weather');
      expect(['Rome', 'Oslo']).toContain((JSON.parse(call.function.arguments) as { city: string }).city);
    }
  });

  it('answers in the structure that was asked for', async () => {
    const Answer = z.object({ mood: z.enum(['good', 'bad']), count: z.union([z.literal(1), z.literal(2)]) });
    const { choices } = await client.chat.completions.parse({
      model: 'primary',
      messages: HELLO,
      max_tokens: 64,
      response_format: zodResponseFormat(Answer, 'answer'),
    });
    expect(['good', 'bad']).toContain(choices[0]?.message.parsed?.mood);
    expect([1, 2]).toContain(choices[0]?.message.parsed?.count);
  });

  it('embeds the same, whether the numbers travel as text or as base64', async () => {
    const asBase64 = await client.embeddings.create({ model: 'embed', input: ['a dog', 'a cat'] });
    const asText = await client.embeddings.create({
      model: 'embed',
      input: ['a dog', 'a cat'],
      encoding_format: 'float',
    });
    expect(asBase64.data.map(({ index }) => index)).toEqual([0, 1]);
    asBase64.data[1]?.embedding.forEach((value, at) =>
      expect(value).toBeCloseTo(asText.data[1]?.embedding[at] ?? NaN, 5),
    );
  });

  it('speaks, hears what it said and draws', async () => {
    const said = await client.audio.speech.create({ model: 'tts', voice: 'alloy', input: 'load the chat slot' });
    const file = await toFile(Buffer.from(await said.arrayBuffer()), 'said.mp3');
    const { text } = await client.audio.transcriptions.create({ model: 'stt', file });
    expect(text.trim()).toBe('load the chat slot');
    const { data } = await client.images.generate({ model: 'img', prompt: 'a fox', size: '256x256' });
    expect(Buffer.from(data?.[0]?.b64_json ?? '', 'base64').toString('latin1', 1, 4)).toBe('PNG');
  });

  it('raises the exception class of what went wrong', async () => {
    const ask = (body: object) => client.post('/chat/completions', { body });
    await expect(ask({ model: 'gpt-9', messages: HELLO })).rejects.toBeInstanceOf(NotFoundError);
    await expect(ask({ model: 'primary' })).rejects.toBeInstanceOf(BadRequestError);
    await expect(ask({ model: 'primary', messages: HELLO, temperature: 'hot' })).rejects.toBeInstanceOf(
      BadRequestError,
    );
  });

  it('tells every request\u2019s id', async () => {
    const { request_id: id } = await client.models.list().withResponse();
    const { request_id: other } = await client.chat.completions
      .create({ model: 'primary', messages: HELLO, max_tokens: 2 })
      .withResponse();
    expect(other).toMatch(/^req_/);
    expect(id).not.toBe(other);
  });

  it('lists the slots before their models, and finds each by its id', async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids.slice(0, 7)).toEqual(['primary', 'embed', 'rerank', 'stt', 'tts', 'img', DEMO_MODEL]);
    expect(await client.models.retrieve(DEMO_MODEL)).toMatchObject({
      id: DEMO_MODEL,
      object: 'model',
      slot: 'primary',
      loaded: true,
    });
    await expect(client.models.retrieve('nothing')).rejects.toMatchObject({ status: 404, code: 'model.not_found' });
  });

  it('raises the right exception for an unknown model', async () => {
    await expect(client.chat.completions.create({ model: 'gpt-9', messages: HELLO })).rejects.toMatchObject({
      status: 404,
      code: 'dispatch.no_route',
      type: 'invalid_request_error',
      param: 'model',
    });
  });

  it('raises the right exception for a stream that is too long for the context', async () => {
    const messages = [{ role: 'user' as const, content: 'word '.repeat(6_000) }];
    await expect(client.chat.completions.create({ model: 'primary', messages, stream: true })).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
  });

  it('frees the slot within a second when a stream is aborted', async () => {
    const stream = await client.chat.completions.create({
      model: 'primary',
      messages: STORY,
      stream: true,
      max_tokens: 100_000,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    const aborted = performance.now();
    stream.controller.abort();
    await hal0.until(async () => (await hal0.slot('primary')).state === 'ready', 'the slot to be free', 5_000);
    expect(performance.now() - aborted).toBeLessThan(1_000);
  });

  it('streams completions of several prompts, with logprobs as completions have them', async () => {
    const asked = { model: 'primary', prompt: ['Hello', 'Once'], max_tokens: 2, temperature: 0, logprobs: 1 };
    const whole = await client.completions.create(asked);
    const texts = ['', ''];
    for await (const { choices } of await client.completions.create({ ...asked, stream: true })) {
      for (const { index, text, logprobs } of choices) {
        if (logprobs) expect(logprobs.text_offset).toEqual([texts[index]?.length]);
        texts[index] += text;
      }
    }
    expect(whole.choices.map(({ text }) => text)).toEqual(texts);
    for (const { text, logprobs } of whole.choices) expect(logprobs?.tokens?.join('')).toBe(text);
  });

  it('is told what a completion here has not', async () => {
    const asked = client.completions.create({ model: 'primary', prompt: 'Hello', max_tokens: 2, echo: true });
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'dispatch.untranslatable', param: 'echo' });
  });

  it('hears that a route takes another method, and that a slot is of another kind', async () => {
    await expect(client.get('/chat/completions')).rejects.toMatchObject({ status: 405, code: 'system.http_405' });
    const embedding = client.embeddings.create({ model: 'primary', input: 'a' });
    await expect(embedding).rejects.toMatchObject({ status: 400, code: 'dispatch.type_mismatch', param: 'model' });
  });

  it('answers the next request soon after a plain request was aborted', async () => {
    const controller = new AbortController();
    const body = { model: 'primary', messages: STORY, max_tokens: 100_000, ignore_eos: true } as const;
    const abandoned = client.chat.completions.create(body, { signal: controller.signal });
    abandoned.catch(() => {});
    await hal0.until(async () => (await hal0.slot('primary')).activeRequests === 1, 'the request to be served');
    controller.abort();
    await expect(abandoned).rejects.toThrow();
    const started = performance.now();
    await client.chat.completions.create({ model: 'primary', messages: HELLO, max_tokens: 4 });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

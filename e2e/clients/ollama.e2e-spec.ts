import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ollama } from 'ollama';
import { Hal0Process } from '../support/hal0-process.js';

jest.setTimeout(180_000);

const HELLO = [{ role: 'user', content: 'Hello, who are you?' }];

describe('the official Ollama client against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let client: Ollama;

  beforeAll(async () => {
    await hal0.start();
    client = new Ollama({ host: hal0.url });
  });
  afterAll(() => hal0.stop());

  it('chats', async () => {
    const answer = await client.chat({ model: 'primary', messages: HELLO, options: { temperature: 0 } });
    expect(answer.message).toMatchObject({ role: 'assistant', content: expect.stringMatching(/hal0/i) });
    expect(answer).toMatchObject({ done: true, done_reason: 'stop' });
    expect(answer.eval_count).toBeGreaterThan(3);
    expect(answer.total_duration).toBeGreaterThanOrEqual(answer.eval_duration);
  });

  it('chats, piece by piece, and is done once', async () => {
    const pieces = [];
    for await (const piece of await client.chat({ model: 'primary', messages: HELLO, stream: true }))
      pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.map(({ message }) => message.content).join('')).toMatch(/hal0/i);
    expect(pieces.filter(({ done }) => done)).toEqual([pieces.at(-1)]);
  });

  it('generates', async () => {
    const { response } = await client.generate({ model: 'primary:latest', prompt: 'Hello, who are you?' });
    expect(response).toMatch(/hal0/i);
    const short = await client.generate({ model: 'primary', prompt: 'Hello', options: { num_predict: 2 } });
    expect(short).toMatchObject({ done_reason: 'length', eval_count: 2 });
  });

  it('answers in the structure that was asked for', async () => {
    const format = { type: 'object', properties: { mood: { enum: ['good', 'bad'] } }, required: ['mood'] };
    const { message } = await client.chat({ model: 'primary', messages: HELLO, format });
    expect(['good', 'bad']).toContain((JSON.parse(message.content) as { mood: string }).mood);
  });

  it('calls a tool', async () => {
    const { message } = await client.chat({
      model: 'primary',
      messages: [{ role: 'user', content: 'What is the weather in Rome?' }],
      options: { temperature: 0 },
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'Get the weather of a city',
            parameters: {
              type: 'object',
              properties: { city: { type: 'string', description: 'Name of the city' } },
              required: ['city'],
            },
          },
        },
      ],
    });
    expect(message.tool_calls?.[0]?.function).toMatchObject({
      name: 'get_weather',
      arguments: { city: expect.any(String) },
    });
  });

  it('embeds', async () => {
    const { embeddings } = await client.embed({ model: 'embed', input: ['a dog', 'a cat'] });
    expect(embeddings).toHaveLength(2);
    expect(embeddings[0]).not.toEqual(embeddings[1]);
  });

  it('embeds as much of a text as the model takes, unless it is told not to', async () => {
    const input = 'word '.repeat(3_000);
    const { embeddings, prompt_eval_count } = await client.embed({ model: 'embed', input: [input, 'a dog'] });
    expect(embeddings).toHaveLength(2);
    expect(prompt_eval_count).toBeGreaterThan(500);
    await expect(client.embed({ model: 'embed', input, truncate: false })).rejects.toMatchObject({ status_code: 400 });
  });

  it('lists and shows models, and those that are loaded', async () => {
    const { models } = await client.list();
    const names = models.map(({ name }) => name.replace(/:latest$/, ''));
    expect(names).toEqual(expect.arrayContaining(['primary', 'hal0-demo-chat']));
    const loaded = (await client.ps()).models.map(({ name }) => name.replace(/:latest$/, ''));
    expect(loaded.length).toBeGreaterThan(0);
    expect(names).toEqual(expect.arrayContaining(loaded));
    const { capabilities, details } = await client.show({ model: 'primary' });
    expect(capabilities).toContain('completion');
    expect(details.format).toBe('gguf');
    expect((await client.version()).version).toMatch(/^\d+\.\d+/);
  });

  it('says what it cannot do', async () => {
    await expect(client.pull({ model: 'llama3' })).rejects.toMatchObject({ status_code: 501 });
    await expect(client.chat({ model: 'llama3', messages: HELLO })).rejects.toMatchObject({
      status_code: 404,
      error: expect.stringContaining('llama3'),
    });
  });
});

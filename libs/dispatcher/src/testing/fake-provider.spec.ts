import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { FakeProvider, type FakeProviderOptions } from './fake-provider.js';

const open: FakeProvider[] = [];
afterEach(async () => {
  for (const provider of open.splice(0)) await provider.close();
});

/** The providers' own clients are the judges of what the fake sends. */
const CLIENTS = {
  openai: {
    model: 'gpt-fake',
    client(url: string, apiKey: string) {
      const openai = new OpenAI({ baseURL: url, apiKey, maxRetries: 0 });
      const messages = [{ role: 'user', content: 'Hello' } as const];
      return {
        list: async () => (await openai.models.list()).data.map(({ id }) => id),
        ask: async (model: string) => {
          const { choices, usage } = await openai.chat.completions.create({ model, messages });
          return { text: choices[0]?.message.content, tokens: usage?.completion_tokens };
        },
        stream: async (model: string, words: string[]) => {
          const stream = await openai.chat.completions.create({ model, messages, stream: true });
          for await (const { choices } of stream) words.push(choices[0]?.delta.content ?? '');
        },
      };
    },
  },
  anthropic: {
    model: 'claude-fake',
    client(url: string, apiKey: string) {
      const anthropic = new Anthropic({ baseURL: url.replace(/\/v1$/, ''), apiKey, maxRetries: 0 });
      const rest = { max_tokens: 10, messages: [{ role: 'user', content: 'Hello' } as const] };
      return {
        list: async () => (await anthropic.models.list()).data.map(({ id }) => id),
        ask: async (model: string) => {
          const { content, usage } = await anthropic.messages.create({ model, ...rest });
          const [block] = content;
          return { text: block?.type === 'text' ? block.text : null, tokens: usage.output_tokens };
        },
        stream: async (model: string, words: string[]) => {
          const stream = await anthropic.messages.create({ model, ...rest, stream: true });
          for await (const event of stream) {
            if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') words.push(event.delta.text);
          }
        },
      };
    },
  },
};

describe.each(['openai', 'anthropic'] as const)('FakeProvider that speaks %s', (dialect) => {
  const { model } = CLIENTS[dialect];

  async function setup(options: FakeProviderOptions = {}, key = 'sk-right') {
    const provider = await FakeProvider.start({ dialect, key: 'sk-right', ...options });
    open.push(provider);
    return { provider, client: CLIENTS[dialect].client(provider.url, key) };
  }

  it('lists its models', async () => {
    const { client, provider } = await setup({ models: ['one', 'two'] });
    expect(await client.list()).toEqual(['one', 'two']);
    expect([provider.listed, provider.asked.length]).toEqual([1, 0]);
  });

  it('answers at once and word by word', async () => {
    const { client } = await setup();
    expect(await client.ask(model)).toEqual({ text: 'Hello from afar', tokens: 3 });
    const words: string[] = [];
    await client.stream(model, words);
    expect(words.join('')).toBe('Hello from afar');
  });

  it('refuses a wrong key and a model that it does not have', async () => {
    await expect((await setup({}, 'sk-wrong')).client.ask(model)).rejects.toMatchObject({ status: 401 });
    await expect((await setup()).client.ask('nothing')).rejects.toMatchObject({ status: 404 });
  });

  it('fails as it is told, once each', async () => {
    const { client, provider } = await setup();
    provider.fail({ kind: 'status', status: 429, retryAfterSeconds: 3 }, { kind: 'status', status: 500 });
    const limited = (await client.ask(model).catch((error: unknown) => error)) as { status: number; headers: Headers };
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
    await expect(client.ask(model)).rejects.toMatchObject({ status: 500 });
    expect(await client.ask(model)).toMatchObject({ text: 'Hello from afar' });
  });

  it('breaks off before its answer, and in the middle of a stream', async () => {
    const { client, provider } = await setup();
    provider.fail({ kind: 'drop' }, { kind: 'drop', afterWords: 1 }, { kind: 'error-event', afterWords: 2 });
    await expect(client.ask(model)).rejects.toThrow('onnection error');
    const words: string[] = [];
    await expect(client.stream(model, words)).rejects.toThrow();
    expect(words.join('')).toBe('Hello');
    await expect(client.stream(model, words)).rejects.toThrow('overloaded');
    expect(words.join('')).toBe('HelloHello from');
  });

  it('keeps the client waiting', async () => {
    const { client, provider } = await setup();
    let answer = (): void => undefined;
    provider.fail({ kind: 'slow', until: new Promise<void>((resolve) => (answer = resolve)) });
    const slow = client.ask(model);
    // Whoever comes later is answered all the same.
    await expect(client.list()).resolves.toContain(model);
    answer();
    expect(await slow).toMatchObject({ text: 'Hello from afar' });
    expect(provider.connections).toBe(2);
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { z } from 'zod';
import { Hal0Process } from '../support/hal0-process.js';

jest.setTimeout(180_000);

describe('LangChain against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let chat: ChatOpenAI;
  const configuration = () => ({ baseURL: `${hal0.url}/v1` });

  beforeAll(async () => {
    await hal0.start();
    chat = new ChatOpenAI({
      model: 'primary',
      apiKey: 'none',
      temperature: 0,
      maxRetries: 0,
      configuration: configuration(),
    });
  });
  afterAll(() => hal0.stop());

  it('answers, with usage', async () => {
    const answer = await chat.invoke('Hello, who are you?');
    expect(answer.text).toMatch(/hal0/i);
    expect(answer.usage_metadata?.output_tokens).toBeGreaterThan(3);
  });

  it('streams', async () => {
    const pieces: string[] = [];
    for await (const { text } of await chat.stream('Hello, who are you?')) pieces.push(text);
    expect(pieces.filter(Boolean).length).toBeGreaterThan(3);
    expect(pieces.join('')).toMatch(/hal0/i);
  });

  it('answers in the structure that was asked for', async () => {
    const structured = chat.withStructuredOutput(z.object({ mood: z.enum(['good', 'bad']) }), { method: 'jsonSchema' });
    expect(['good', 'bad']).toContain((await structured.invoke('Hello')).mood);
  });

  it('calls a tool', async () => {
    const weather = tool(() => 'sunny', {
      name: 'get_weather',
      description: 'Get the weather of a city',
      schema: z.object({ city: z.string() }),
    });
    const { tool_calls: calls } = await chat.bindTools([weather]).invoke('What is the weather in Rome?');
    expect(calls?.[0]).toMatchObject({ name: 'get_weather', args: { city: expect.any(String) } });
  });

  it('embeds', async () => {
    const embeddings = new OpenAIEmbeddings({ model: 'embed', apiKey: 'none', configuration: configuration() });
    const [dog, cat] = await embeddings.embedDocuments(['a dog', 'a cat']);
    expect(dog?.length).toBe(cat?.length);
    expect(dog).not.toEqual(cat);
  });

  it('raises an error that names what went wrong', async () => {
    const other = new ChatOpenAI({ model: 'gpt-9', apiKey: 'none', maxRetries: 0, configuration: configuration() });
    await expect(other.invoke('Hello')).rejects.toMatchObject({ status: 404, code: 'dispatch.no_route' });
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import OpenAI, { BadRequestError } from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { Hal0Process } from '../support/hal0-process.js';

jest.setTimeout(180_000);

const HELLO = { model: 'primary', input: 'Hello, who are you?', temperature: 0, max_output_tokens: 128 };
const WEATHER = {
  model: 'primary',
  input: 'What is the weather in Rome?',
  temperature: 0,
  max_output_tokens: 128,
  tools: [
    {
      type: 'function' as const,
      name: 'get_weather',
      description: 'Get the weather of a city',
      strict: false,
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ],
};

describe('the Responses API, with the official OpenAI client against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let client: OpenAI;

  beforeAll(async () => {
    await hal0.start();
    client = new OpenAI({ baseURL: `${hal0.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => hal0.stop());

  it('calls a custom tool, streamed and not, and goes without a search that nobody here has', async () => {
    const asked = {
      ...WEATHER,
      tools: [
        { type: 'custom' as const, name: 'get_weather', description: 'Weather of a city' },
        { type: 'web_search' as const },
      ],
    };
    const plain = await client.responses.create(asked);
    const streamed = await client.responses.stream(asked).finalResponse();
    for (const { output, tools } of [plain, streamed]) {
      const call = { type: 'custom_tool_call', name: 'get_weather', input: expect.any(String) as unknown };
      expect(output).toContainEqual(expect.objectContaining(call));
      expect(tools).toEqual(asked.tools.slice(0, 1));
    }
  });

  it('answers', async () => {
    const { output_text: text, status, usage } = await client.responses.create(HELLO);
    expect(text).toMatch(/hal0/i);
    expect(status).toBe('completed');
    expect(usage?.output_tokens).toBeGreaterThan(3);
  });

  it('streams events that come together to the same answer', async () => {
    const stream = client.responses.stream(HELLO);
    const kinds: string[] = [];
    for await (const { type } of stream) kinds.push(type);
    expect(kinds[0]).toBe('response.created');
    expect(kinds.at(-1)).toBe('response.completed');
    const { output_text: text } = await stream.finalResponse();
    expect(text).toBe((await client.responses.create(HELLO)).output_text);
  });

  it('calls a function, plain and as a stream', async () => {
    const plain = await client.responses.create(WEATHER);
    const streamed = await client.responses.stream(WEATHER).finalResponse();
    for (const { output } of [plain, streamed]) {
      const call = output.find((item) => item.type === 'function_call');
      if (call?.type !== 'function_call') throw new Error('No function was called');
      expect(call.name).toBe('get_weather');
      expect(JSON.parse(call.arguments)).toEqual({ city: expect.any(String) });
    }
  });

  it('answers in the structure that was asked for', async () => {
    const { output_parsed: parsed } = await client.responses.parse({
      ...HELLO,
      text: { format: zodTextFormat(z.object({ mood: z.enum(['good', 'bad']) }), 'answer') },
    });
    expect(['good', 'bad']).toContain(parsed?.mood);
  });

  it('says which parameter it cannot follow', async () => {
    const asked = client.responses.create({ ...HELLO, previous_response_id: 'resp_1' });
    await expect(asked).rejects.toBeInstanceOf(BadRequestError);
    await expect(asked).rejects.toMatchObject({ param: 'previous_response_id' });
  });
});

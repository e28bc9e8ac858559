import { createOpenAI, type OpenAIProvider } from '@ai-sdk/openai';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { embedMany, generateImage, generateSpeech, generateText, Output, streamText, tool, transcribe } from 'ai';
import { z } from 'zod';
import { Hal0Process } from '../support/hal0-process.js';

jest.setTimeout(180_000);

const SENTENCE = 'load the chat slot';

describe('the Vercel AI SDK against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let provider: OpenAIProvider;

  beforeAll(async () => {
    await hal0.start();
    provider = createOpenAI({ baseURL: `${hal0.url}/v1`, apiKey: 'none' });
  });
  afterAll(() => hal0.stop());

  it('generates a text', async () => {
    const { text, usage } = await generateText({ model: provider.chat('primary'), prompt: 'Hello, who are you?' });
    expect(text).toMatch(/hal0/i);
    expect(usage.outputTokens).toBeGreaterThan(3);
  });

  it('streams a text', async () => {
    const { textStream, usage } = streamText({ model: provider.chat('primary'), prompt: 'Hello, who are you?' });
    const pieces: string[] = [];
    for await (const piece of textStream) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toMatch(/hal0/i);
    expect((await usage).outputTokens).toBeGreaterThan(3);
  });

  it('generates an object of the structure that was asked for', async () => {
    const { output } = await generateText({
      model: provider.chat('primary'),
      prompt: 'Hello',
      maxOutputTokens: 64,
      output: Output.object({ schema: z.object({ mood: z.enum(['good', 'bad']) }) }),
    });
    expect(['good', 'bad']).toContain(output.mood);
  });

  it('calls a tool', async () => {
    const { toolCalls } = await generateText({
      model: provider.chat('primary'),
      prompt: 'What is the weather in Rome?',
      temperature: 0,
      tools: {
        get_weather: tool({
          description: 'Get the weather of a city',
          inputSchema: z.object({ city: z.string() }),
        }),
      },
    });
    expect(toolCalls[0]).toMatchObject({ toolName: 'get_weather', input: { city: expect.any(String) } });
  });

  it('embeds', async () => {
    const { embeddings, usage } = await embedMany({ model: provider.embedding('embed'), values: ['a dog', 'a cat'] });
    expect(embeddings).toHaveLength(2);
    expect(usage.tokens).toBeGreaterThan(2);
  });

  it('speaks, hears what it said and draws', async () => {
    const { audio } = await generateSpeech({ model: provider.speech('tts'), text: SENTENCE, voice: 'alloy' });
    const { text } = await transcribe({ model: provider.transcription('stt'), audio: audio.uint8Array });
    expect(text.trim()).toBe(SENTENCE);
    const { image } = await generateImage({ model: provider.image('img'), prompt: 'a fox', size: '256x256' });
    expect(Buffer.from(image.uint8Array).toString('latin1', 1, 4)).toBe('PNG');
  });

  it('raises an error with status and body of what went wrong', async () => {
    const asked = generateText({ model: provider.chat('gpt-9'), prompt: 'Hello', maxRetries: 0 });
    await expect(asked).rejects.toMatchObject({
      statusCode: 404,
      responseBody: expect.stringContaining('"code":"dispatch.no_route"'),
    });
  });
});

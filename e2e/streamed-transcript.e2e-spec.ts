import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import OpenAI, { toFile } from 'openai';
import { Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

describe('a transcript that is asked for as a stream', () => {
  // Every stream is opened at once, as others are after ten seconds of waiting.
  const hal0 = new Hal0Process({ demo: true, toml: '[dispatcher]\nstream_hold_seconds = 0\n' });
  let sound: Buffer;
  let client: OpenAI;

  beforeAll(async () => {
    await hal0.start();
    client = new OpenAI({ baseURL: `${hal0.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const said = { model: 'tts', voice: 'alloy', input: 'load the chat slot', response_format: 'wav' } as const;
    sound = Buffer.from(await (await client.audio.speech.create(said)).arrayBuffer());
  });
  afterAll(() => hal0.stop());

  it('keeps the client company until it is there', async () => {
    const form = new FormData();
    form.set('model', 'stt');
    form.set('stream', 'true');
    form.set('file', new Blob([new Uint8Array(sound)]), 'said.wav');
    const answer = await fetch(`${hal0.url}/v1/audio/transcriptions`, { method: 'POST', body: form });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = (await answer.text()).split('\n\n').filter(Boolean);
    expect(events[0]).toMatch(/^: /);
    expect(events.at(-1)).toContain('"transcript.text.done"');
  });

  it('is understood by the official client all the same', async () => {
    const file = await toFile(sound, 'said.wav');
    const stream = await client.audio.transcriptions.create({ model: 'stt', file, stream: true });
    const types: string[] = [];
    for await (const { type } of stream) types.push(type);
    expect(types).toEqual(['transcript.text.delta', 'transcript.text.done']);
  });
});

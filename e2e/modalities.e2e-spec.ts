import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import OpenAI, { toFile } from 'openai';
import { DEMO_MODELS, Hal0Process } from './support/hal0-process.js';

jest.setTimeout(240_000);

const SENTENCE = 'load the chat slot';
const MEANINGS = [
  'a domesticated animal that barks',
  'a large body of salt water',
  'a person who treats the sick',
  'money that is owed',
  'a musical instrument with strings',
];
const HELLO = [{ role: 'user' as const, content: 'Hello, who are you?' }];
const PICTURE = { model: 'img', prompt: 'a fox on a hill', size: '256x256' } as const;

interface Ranking {
  model: string;
  results: { index: number; relevance_score: number }[];
}

describe('every kind of slot, with the official OpenAI client against real lemond', () => {
  const hal0 = new Hal0Process({ demo: true });
  let client: OpenAI;

  beforeAll(async () => {
    await hal0.start();
    client = new OpenAI({ baseURL: `${hal0.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  afterAll(() => hal0.stop());

  const say = async (input: string, format: 'wav' | 'mp3' | 'pcm') => {
    const answer = await client.audio.speech.create({ model: 'tts', voice: 'alloy', input, response_format: format });
    return { type: answer.headers.get('content-type'), sound: Buffer.from(await answer.arrayBuffer()) };
  };
  const hear = async (sound: Buffer, name: string, model = 'stt') =>
    (await client.audio.transcriptions.create({ model, file: await toFile(sound, name) })).text.trim();

  it('chats', async () => {
    const answer = await client.chat.completions.create({ model: 'primary', messages: HELLO, temperature: 0 });
    expect(answer.choices[0]?.message.content).toMatch(/hal0/i);
  });

  it('embeds, so that a word lies nearest to its meaning', async () => {
    const words = ['dog', 'ocean', 'doctor', 'debt', 'violin'];
    const { model, data, usage } = await client.embeddings.create({ model: 'embed', input: [...words, ...MEANINGS] });
    expect(model).toBe('hal0-demo-embed');
    expect(usage.prompt_tokens).toBeGreaterThan(words.length);
    const vectors = data.map(({ embedding }) => embedding);
    const nearest = vectors.slice(0, words.length).map((word) => {
      const likeness = vectors.slice(words.length).map((meaning) => dot(word, meaning));
      return likeness.indexOf(Math.max(...likeness));
    });
    expect(nearest).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(['/rerank', '/reranking'])('ranks, with the best first, at %s', async (path) => {
    for (const [query, best] of [
      ['ocean', 1],
      ['doctor', 2],
      ['debt', 3],
    ] as const) {
      const body = { model: 'rerank', query, documents: MEANINGS, top_n: 2 };
      const { model, results } = await client.post<Ranking>(path, { body });
      expect(model).toBe('hal0-demo-rerank');
      expect(results).toHaveLength(2);
      expect(results[0]?.index).toBe(best);
    }
  });

  it('speaks, and understands what it said', async () => {
    const { type, sound } = await say(SENTENCE, 'wav');
    expect(type).toBe('audio/wav');
    expect(sound.toString('latin1', 0, 4)).toBe('RIFF');
    expect(await hear(sound, 'said.wav')).toBe(SENTENCE);
    expect(await hear(sound, 'said.wav', 'hal0-demo-whisper')).toBe(SENTENCE);
  });

  it('speaks MP3 when nothing else is asked for, and samples at 24 kHz', async () => {
    const answer = await client.audio.speech.create({ model: 'tts', voice: 'nova', input: SENTENCE });
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    expect(await hear(Buffer.from(await answer.arrayBuffer()), 'said.mp3')).toBe(SENTENCE);
    const [pcm, wav] = [await say(SENTENCE, 'pcm'), await say(SENTENCE, 'wav')];
    expect(pcm.sound.length / 2 / 24_000).toBeCloseTo((wav.sound.length - 44) / 2 / 16_000, 2);
  });

  it('speaks long texts to their end, several at once, and as fast as asked for', async () => {
    const long = `${SENTENCE}. `.repeat(40);
    const [once, many, hurried] = await Promise.all([
      say(SENTENCE, 'wav'),
      say(long, 'wav'),
      client.audio.speech.create({ model: 'tts', voice: 'slt', input: SENTENCE, response_format: 'wav', speed: 2 }),
    ]);
    expect(many.sound.length).toBeGreaterThan(35 * once.sound.length);
    const { byteLength } = await hurried.arrayBuffer();
    expect(byteLength / once.sound.length).toBeCloseTo(0.5, 1);
  });

  it('transcribes into the other formats, and without a model into the default slot', async () => {
    const { sound } = await say(SENTENCE, 'wav');
    const file = await toFile(sound, 'said.wav');
    const subtitles = await client.audio.transcriptions.create({ model: 'stt', file, response_format: 'srt' });
    expect(subtitles).toMatch(/^1\n00:00:.* --> 00:00:.*\n *load the chat slot/);
    const verbose = await client.audio.transcriptions.create({ model: 'stt', file, response_format: 'verbose_json' });
    expect(verbose.segments?.[0]?.text.trim()).toBe(SENTENCE);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(sound)]), 'said.wav');
    const answer = await fetch(`${hal0.url}/v1/audio/transcriptions`, { method: 'POST', body: form });
    expect(answer.headers.get('x-hal0-slot')).toBe('stt');
    expect(((await answer.json()) as { text: string }).text.trim()).toBe(SENTENCE);
  });

  it('draws the same picture twice, and another one for another seed', async () => {
    const draw = async (seed: number) => {
      const { data } = await client.post<OpenAI.ImagesResponse>('/images/generations', {
        body: { ...PICTURE, seed },
      });
      return data?.[0]?.b64_json ?? '';
    };
    const [first, again, other] = [await draw(7), await draw(7), await draw(8)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const png = Buffer.from(first, 'base64');
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 256, 256]);
    const { data } = await client.images.generate({ ...PICTURE, n: 2 });
    expect(data).toHaveLength(2);
  });

  it('gives a picture by its address, and edits it', async () => {
    const { data } = await client.images.generate({ ...PICTURE, response_format: 'url' });
    const drawn = await fetch(data?.[0]?.url ?? '');
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/png']);
    const png = Buffer.from(await drawn.arrayBuffer());
    const image = await toFile(png, 'fox.png', { type: 'image/png' });
    const edited = await client.images.edit({ model: 'img', image, prompt: 'a blue hill' });
    const bytes = Buffer.from(edited.data?.[0]?.b64_json ?? '', 'base64');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([256, 256]);
    expect(bytes.equals(png)).toBe(false);
  });

  it('tells a transcript as a stream', async () => {
    const { sound } = await say(SENTENCE, 'wav');
    const file = await toFile(sound, 'said.wav');
    const types: string[] = [];
    for await (const event of await client.audio.transcriptions.create({ model: 'stt', file, stream: true })) {
      types.push(event.type);
      if (event.type === 'transcript.text.done') expect(event.text.trim()).toBe(SENTENCE);
    }
    expect(types).toEqual(['transcript.text.delta', 'transcript.text.done']);
  });

  it('serves another model after a swap', async () => {
    const path = join(DEMO_MODELS, 'hal0-demo-embed-2m-q8_0.gguf');
    expect((await hal0.request('POST', '/api/models', { id: 'other-embed', type: 'embedding', path })).status).toBe(
      201,
    );
    expect((await hal0.request('POST', '/api/slots/embed/swap', { model: 'other-embed' })).status).toBe(202);
    const { model, data } = await client.embeddings.create({ model: 'embed', input: 'a dog' });
    expect(model).toBe('other-embed');
    expect(data).toHaveLength(1);
    await expect(client.embeddings.create({ model: 'hal0-demo-embed', input: 'a dog' })).rejects.toMatchObject({
      status: 404,
      code: 'dispatch.no_route',
    });
  });

  it.each<[string, (of: OpenAI) => Promise<unknown>, object]>([
    [
      'a chat to a slot for embeddings',
      (of) => of.chat.completions.create({ model: 'embed', messages: HELLO }),
      { status: 400, code: 'dispatch.type_mismatch' },
    ],
    [
      'a text that is too long to be embedded',
      (of) => of.embeddings.create({ model: 'embed', input: 'word '.repeat(2_000) }),
      { status: 400, code: 'context_length_exceeded' },
    ],
    [
      'a ranking of nothing',
      (of) => of.post('/rerank', { body: { model: 'rerank', query: 'ocean' } }),
      { status: 400, code: 'request.invalid_body', param: 'documents' },
    ],
    [
      'a stream of pictures',
      (of) => of.images.generate({ ...PICTURE, stream: true }),
      { status: 400, code: 'request.invalid_body', param: 'stream' },
    ],
    [
      'a picture of impossible size',
      (of) => of.post('/images/generations', { body: { ...PICTURE, size: '9999x9' } }),
      { status: 400, code: 'request.invalid_body', param: 'size', message: expect.stringContaining('size') },
    ],
    [
      'speech in a format without encoder',
      (of) => of.audio.speech.create({ model: 'tts', voice: 'alloy', input: 'hi', response_format: 'opus' }),
      { status: 400, message: expect.stringContaining('It speaks mp3, wav, pcm.') },
    ],
    [
      'a recording that is none',
      async (of) => of.audio.transcriptions.create({ model: 'stt', file: await toFile(Buffer.from('hello'), 'a.wav') }),
      { status: 400, message: expect.stringContaining('Is the file a recording') },
    ],
    [
      'an empty recording',
      async (of) => of.audio.transcriptions.create({ model: 'stt', file: await toFile(Buffer.alloc(0), 'a.wav') }),
      { status: 400, code: 'request.invalid_body', param: 'file' },
    ],
    [
      'an upload of more than 16 MiB that is no recording',
      async (of) =>
        of.audio.transcriptions.create({ model: 'stt', file: await toFile(Buffer.alloc(17 * 1_048_576), 'a.wav') }),
      { status: 400, message: expect.stringContaining('Is the file a recording') },
    ],
  ])('refuses %s in words that help', async (_what, ask, expected) => {
    await expect(ask(client)).rejects.toMatchObject(expected);
  });

  it('takes JSON where it belongs, and forms where they belong', async () => {
    const post = (path: string, body: string | FormData) =>
      fetch(`${hal0.url}/v1${path}`, {
        method: 'POST',
        body,
        ...(typeof body === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
      });
    expect((await post('/audio/transcriptions', '{"model":"stt"}')).status).toBe(415);
    expect((await post('/embeddings', new FormData())).status).toBe(415);
  });

  it('lists every slot, and shows in each that it was used', async () => {
    const listed = (await client.models.list()).data.map(({ id }) => id);
    for (const name of ['primary', 'embed', 'rerank', 'stt', 'tts', 'img']) {
      expect(listed).toContain(name);
      const { state, metrics } = await hal0.slot(name);
      expect([name, state, metrics.requests > 0]).toEqual([name, 'ready', true]);
    }
  });

  it('ends the answers of a slot that is unloaded by force with the reason', async () => {
    const endless = { model: 'primary', messages: HELLO, max_tokens: 100_000, ignore_eos: true } as const;
    const stream = await client.chat.completions.create({ ...endless, stream: true });
    const read = (async () => {
      for await (const piece of stream) expect(piece.model).toBe('hal0-demo-chat');
    })();
    const ended = expect(read).rejects.toMatchObject({ code: 'slot.unloaded' });
    await hal0.until(async () => (await hal0.slot('primary')).activeRequests === 1, 'the stream to be served');
    expect((await hal0.request('POST', '/api/slots/primary/unload')).status).toBe(409);
    expect((await hal0.request('POST', '/api/slots/primary/unload', { force: true })).status).toBe(202);
    await ended;
  });
});

function dot(one: readonly number[], two: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (two[index] ?? 0), 0);
}

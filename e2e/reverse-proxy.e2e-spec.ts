import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Hal0Process } from './support/hal0-process.js';
import { delays, PacedServer } from './support/paced-server.js';
import { durations } from './support/percentiles.js';
import { transcribeThrough } from './support/realtime-client.js';
import { at24kHz, spoken } from './support/realtime-socket.js';
import { NAME, PROXIES, requireProxies, ReverseProxy } from './support/reverse-proxy.js';

jest.setTimeout(60_000);

const MIB = 1_048_576;
const CHAT = '/v1/chat/completions';
const ROUNDS = 10;
/** What a proxy may add to a first chunk on a busy machine; one that buffers adds the whole answer. */
const ADDED_MS = 250;
const STORY = { model: 'primary', stream: true, messages: [{ role: 'user', content: 'Tell me a story' }] };
const ENDLESS = JSON.stringify({ ...STORY, max_tokens: 100_000, ignore_eos: true });
const WORDS = 'load the chat slot';
const SHORT = JSON.stringify({ ...STORY, max_tokens: 48, ignore_eos: true });

const figures: Record<string, Record<string, unknown>> = {};

beforeAll(requireProxies);
afterAll(() => {
  const file = process.env['HAL0_FIGURES_FILE'];
  if (file) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
});

async function firstPieceMs(sent: ClientRequest): Promise<number> {
  const started = performance.now();
  const response = await responseTo(sent);
  let [firstMs, text] = [0, ''];
  for await (const piece of response) {
    firstMs ||= performance.now() - started;
    text += String(piece);
  }
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
  return firstMs;
}

const responseTo = async (sent: NodeJS.EventEmitter) => ((await once(sent, 'response')) as [IncomingMessage])[0];

describe('behind a reverse proxy with the recipe of the guide', () => {
  const hal0 = new Hal0Process({ demo: true, toml: `[api]\nallowed_hosts = ["${NAME}"]\nbody_limit_mib = 4\n` });

  beforeAll(async () => {
    await hal0.start();
  });
  afterAll(() => hal0.stop());

  const direct = () =>
    plainRequest(`${hal0.url}${CHAT}`, { method: 'POST', headers: { 'content-type': 'application/json' } });

  describe.each(PROXIES)('%s', (name) => {
    let proxy: ReverseProxy;

    beforeAll(async () => {
      proxy = new ReverseProxy(name, new URL(hal0.url).host);
      await proxy.start();
    });
    afterAll(() => proxy.stop());

    it('lets the first token through at once', async () => {
      const [near, far]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        near.push(await firstPieceMs(direct().end(SHORT)));
        far.push(await firstPieceMs(proxy.ask('POST', CHAT).end(SHORT)));
      }
      const firstChunkMs = { directly: durations(near), through: durations(far) };
      figures[name] = { ...figures[name], firstChunkMs };
      expect(firstChunkMs.through.p50).toBeLessThan(firstChunkMs.directly.p50 + ADDED_MS);
    });

    it('passes on that the client has gone, so that the slot is free again', async () => {
      const sent = proxy.ask('POST', CHAT).end(ENDLESS);
      const response = await responseTo(sent);
      await once(response, 'data');
      expect((await hal0.slot('primary')).activeRequests).toBe(1);
      sent.destroy();
      const gone = performance.now();
      await hal0.until(async () => (await hal0.slot('primary')).activeRequests === 0, 'the slot to be free', 5_000);
      expect(performance.now() - gone).toBeLessThan(2_000);
    });

    it('takes bodies that are as large as hal0 takes them, and hal0 refuses the others in its own words', async () => {
      const embed = (bytes: number) =>
        proxy.answer(
          'POST',
          '/v1/embeddings',
          JSON.stringify({ model: 'embed', input: 'a dog', user: 'y'.repeat(bytes) }),
        );
      expect(await embed(3 * MIB)).toMatchObject({ status: 200 });
      const refused = await embed(8 * MIB);
      expect(refused.status).toBe(413);
      expect(JSON.parse(refused.text)).toMatchObject({ error: { message: expect.stringContaining('body_limit_mib') } });
    });

    it("passes hal0's events on as they happen", async () => {
      const response = await responseTo(proxy.ask('GET', '/api/events/stream').end());
      expect(response.headers['content-type']).toContain('text/event-stream');
      const heard = once(response, 'data');
      await proxy.answer('POST', '/v1/embeddings', JSON.stringify({ model: 'embed', input: 'a dog' }));
      await heard;
      response.destroy();
    });

    it('passes a WebSocket on, and what is said on it in both directions', async () => {
      const pcm = at24kHz(await spoken(hal0, WORDS));
      expect(await transcribeThrough(proxy.port, pcm)).toContain(WORDS);
      const seen = async () => (await hal0.slot('stt')).activeRequests === 0;
      await hal0.until(seen, 'the end of the session to have come through', 5_000);
    });

    it('leaves Host and Origin alone: its own pages may change things, others may not, whatever X-Forwarded-Host says', async () => {
      const post = (headers: Record<string, string>) =>
        proxy.answer('POST', '/v1/embeddings', JSON.stringify({ model: 'embed', input: 'a dog' }), headers);
      expect(await post({ origin: `https://${NAME}:${proxy.port}` })).toMatchObject({ status: 200 });
      const foreign = {
        origin: 'https://evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
      };
      expect(await post(foreign)).toMatchObject({ status: 403 });
      expect(await post({ 'x-forwarded-host': 'evil.example' })).toMatchObject({ status: 200 });
    });
  });
});

describe('the recipe of the guide, before a server with an even pace', () => {
  const server = new PacedServer();
  let upstream: string;

  beforeAll(async () => {
    upstream = await server.start();
  });
  afterAll(() => server.stop());

  describe.each(PROXIES)('%s', (name) => {
    let proxy: ReverseProxy;

    beforeAll(async () => {
      proxy = new ReverseProxy(name, upstream);
      await proxy.start();
    });
    afterAll(() => proxy.stop());

    it.each(['text/event-stream', 'application/x-ndjson'])('holds no line of %s back', async (accept) => {
      const sent = proxy.ask('POST', '/', { accept }).end('{}');
      const lines = await delays(await responseTo(sent));
      const delayMs = durations(lines);
      figures[name] = { ...figures[name], [accept]: delayMs };
      expect(lines).toHaveLength(40);
      // All lines together take 800 ms; a proxy that gathers them is late by half of that.
      expect(delayMs.p50).toBeLessThan(100);
    });
  });
});

import type { JournalEntryDto, JournalPageDto, LogPageDto, RecordedRequest } from '@hal0/activity';
import type { MetricsHistoryDto, SlotMetricsReportDto } from '@hal0/slots';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

const HELLO = { model: 'primary', messages: [{ role: 'user', content: 'Hello, who are you?' }], max_tokens: 40 };
/** Longer than the samples are apart, with room for a busy machine. */
const SAMPLED_WITHIN_MS = 30_000;

describe('what can be seen of real models at work', () => {
  const hal0 = new Hal0Process({ demo: true });
  beforeAll(async () => void (await hal0.start()));
  afterAll(() => hal0.stop());

  const figures = async (slot: string) =>
    (await hal0.request<SlotMetricsReportDto>('GET', '/api/slots/metrics')).body.slots[slot];
  const scrape = async () => {
    const answer = await fetch(`${hal0.url}/metrics`);
    return { type: answer.headers.get('content-type'), lines: (await answer.text()).split('\n') };
  };
  const chat = (body: object) => hal0.request('POST', '/v1/chat/completions', { ...HELLO, ...body });

  it('has the figures of requests at once, and those of the model server a little later', async () => {
    const before = (await figures('primary'))?.requests ?? 0;
    expect((await chat({})).status).toBe(200);
    const after = await figures('primary');
    expect(after?.requests).toBe(before + 1);
    for (const measured of ['ttftMs', 'tokensPerSecond', 'promptTokensPerSecond', 'completionTokens'] as const)
      expect(after?.[measured]).toBeGreaterThan(0);
    const sampled = await eventually(async () => {
      const now = await figures('primary');
      return now?.contextTokens && now.memoryMib !== null ? now : undefined;
    });
    expect(sampled).toMatchObject({ contextSize: 2_048 });
    expect(sampled.kvUsage).toBeCloseTo((sampled.contextTokens ?? 0) / 2_048);
    expect(sampled.memoryMib).toBeGreaterThan(10);
    expect((await figures('embed'))?.kvUsage).toBeNull();
    await eventually(async () => {
      const { body } = await hal0.request<MetricsHistoryDto>('GET', '/api/slots/metrics/history?slot=primary');
      return body.points.find(({ tokensPerSecond }) => (tokensPerSecond ?? 0) > 0);
    });
  });

  it('tells Prometheus the same, and what lemond says', async () => {
    const { type, lines } = await scrape();
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(lines).toContain('hal0_slot_up{slot="primary"} 1');
    expect(lines.find((line) => line.startsWith('hal0_tokens_total{slot="primary",kind="completion"}'))).toMatch(
      / [1-9]\d*$/,
    );
    await eventually(async () =>
      (await scrape()).lines.find((line) => line.startsWith('hal0_lemonade_llamacpp_tokens_predicted_total{')),
    );
  });

  it('counts a request that nothing serves', async () => {
    expect((await chat({ model: 'gpt-9' })).status).toBe(404);
    expect((await scrape()).lines).toContain('hal0_requests_total{slot="",outcome="failed"} 1');
  });

  it('forgets what it measured of a model that is unloaded, and journals how it comes back', async () => {
    await hal0.request('POST', '/api/slots/primary/unload', {});
    await eventually(async () => ((await hal0.slot('primary')).state === 'offline' ? true : undefined));
    expect(await figures('primary')).toMatchObject({ kvUsage: null, memoryMib: null, uptimeSeconds: null });
    expect((await scrape()).lines.some((line) => line.startsWith('hal0_slot_memory_bytes{slot="primary"}'))).toBe(
      false,
    );

    const { nextSince } = (await hal0.request<JournalPageDto>('GET', '/api/journal')).body;
    const stream = await fetch(`${hal0.url}/api/journal/stream?slot=primary&level=info`, {
      headers: { 'last-event-id': String(nextSince) },
    });
    expect((await chat({})).status).toBe(200);
    const entries = await entriesUntil(stream, ({ message }) => message.startsWith('slot primary: warming → ready'));
    expect(entries.map(({ message }) => message)).toContain('slot primary: offline → starting, a request asked for it');
    expect(entries.some(({ source, context }) => source === 'lemonade' && context === 'Process')).toBe(true);

    const changes = await hal0.request<JournalPageDto>('GET', '/api/journal?source=hal0&q=slot.unload');
    expect(changes.body.entries).toMatchObject([{ context: 'audit', slot: 'primary' }]);
    const logs = await hal0.request<LogPageDto>('GET', '/api/logs');
    expect(logs.body.entries.map(({ text }) => text)).toContain('[Lemonade] running');
  });

  it('puts what a request waited on record although its turn never came', async () => {
    const leaving = new AbortController();
    const ask = (signal: AbortSignal) =>
      fetch(`${hal0.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...HELLO, stream: true, ignore_eos: true, max_tokens: 1_500 }),
        signal,
      });
    await ask(leaving.signal);
    await expect(ask(AbortSignal.timeout(1_000))).rejects.toThrow();
    const recorded = await eventually(async () => {
      const { body } = await hal0.request<{ requests: RecordedRequest[] }>('GET', '/api/requests?slot=primary');
      return body.requests.find(({ outcome, firstByteMs }) => outcome === 'abandoned' && firstByteMs === null);
    });
    expect(recorded.queueMs).toBeGreaterThan(100);
    leaving.abort();
  });
});

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const limit = Date.now() + SAMPLED_WITHIN_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > limit) throw new Error('it did not come to pass');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function entriesUntil(stream: Response, last: (entry: JournalEntryDto) => boolean): Promise<JournalEntryDto[]> {
  let text = '';
  const read = () =>
    [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(String(json)) as JournalEntryDto);
  for await (const piece of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (read().some(last)) break;
  }
  return read();
}

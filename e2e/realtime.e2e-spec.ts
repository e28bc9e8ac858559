import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RequestsPageDto } from '@hal0/activity';
import { Hal0Process } from './support/hal0-process.js';
import { appends, RATE, RealtimeSocket, refusal, spoken } from './support/realtime-socket.js';

jest.setTimeout(60_000);

const WORDS = 'load the chat slot';
const COMPLETED = 'conversation.item.input_audio_transcription.completed';
const UPDATED = 'session.updated';
const MANUAL = { type: 'session.update', session: { turn_detection: null } };
type Row = RequestsPageDto['requests'][number];

const COMMIT = { type: 'input_audio_buffer.commit' };

/** The latest row that is so; rows are written some time after what they tell of. */
async function recorded(hal0: Hal0Process, isIt: (row: Row) => boolean): Promise<Row> {
  let found: Row | undefined;
  const look = async () => {
    const { body } = await hal0.request<RequestsPageDto>('GET', '/api/requests?limit=5');
    found = body.requests.find(isIt);
    return found !== undefined;
  };
  await hal0.until(look, 'the record of the session', 10_000);
  return found as Row;
}

describe('realtime transcription with real lemond and real whisper', () => {
  const hal0 = new Hal0Process({ demo: true });
  let pcm: Buffer;

  const lemondPid = () =>
    (JSON.parse(readFileSync(join(hal0.paths.state, 'lemonade/lemond.json'), 'utf8')) as { pid: number }).pid;
  const active = async () => (await hal0.slot('stt')).activeRequests;
  const opened = async (...where: [string?, { headers?: Record<string, string>; protocols?: string[] }?]) => {
    const session = new RealtimeSocket(hal0, ...where);
    await session.hears('session.created');
    return session;
  };

  beforeAll(async () => {
    await hal0.start();
    pcm = await spoken(hal0, WORDS);
  });
  afterAll(() => hal0.stop());
  beforeEach(() => hal0.until(async () => (await active()) === 0, 'the slot to be free'));

  it.each(['/v1/realtime?model=stt', '/api/v1/realtime?model=hal0-demo-whisper', '/v1/realtime?intent=transcription'])(
    'writes down what is said: %s',
    async (path) => {
      const session = await opened(path);
      expect(await active()).toBe(1);
      session.say(MANUAL, ...appends(pcm), COMMIT);
      expect(await session.hears(COMPLETED)).toMatchObject({
        transcript: expect.stringContaining(WORDS),
        item_id: 'item_1',
        usage: { seconds: Number((pcm.length / 2 / RATE).toFixed(2)) },
      });
      expect(await session.close()).toMatchObject({ code: 1000 });
      await hal0.until(async () => (await active()) === 0, 'the place to be given back', 2_000);
      const row = await recorded(hal0, ({ status, outcome }) => status === 101 && outcome === 'completed');
      expect(row).toMatchObject({ dialect: 'realtime', path: '/v1/realtime', slot: 'stt', status: 101 });
      expect(row).toMatchObject({ model: 'hal0-demo-whisper', servedBy: 'lemonade' });
    },
  );

  it('tells speech from silence, as long as nobody says otherwise', async () => {
    const session = await opened();
    // Silence lasts as long as it lasts.
    for (const message of [...appends(pcm, 100), ...appends(Buffer.alloc(RATE * 3), 100)]) {
      session.say(message);
      await new Promise((resolve) => setTimeout(resolve, 90));
    }
    const completed = await session.hears(COMPLETED);
    expect(completed['transcript']).toContain(WORDS);
    const [started, stopped] = ['speech_started', 'speech_stopped'].map((what) =>
      session.heard.find(({ type }) => type === `input_audio_buffer.${what}`),
    );
    expect(started).toMatchObject({ item_id: 'item_1' });
    expect(Number(stopped?.['audio_end_ms'])).toBeGreaterThan(Number(started?.['audio_start_ms']));
    await session.close();
  });

  it('keeps from lemond what would end it, and the session goes on', async () => {
    const pid = lemondPid();
    const session = await opened();
    session.say('[1,2]', 'no json', '{"type":5}', { type: 'response.create', event_id: 'mine' });
    session.say({ type: 'session.update', session: { model: 'hal0-demo-chat' } }, MANUAL, ...appends(pcm), COMMIT);
    expect((await session.hears(COMPLETED))['transcript']).toContain(WORDS);
    const errors = session.heard.filter(({ type }) => type === 'error').map(({ error }) => error);
    expect(errors).toHaveLength(5);
    expect(errors[3]).toMatchObject({ code: 'realtime.invalid_message', event_id: 'mine' });
    expect(errors[4]).toMatchObject({ param: 'session.model' });
    expect(session.heard.find(({ type }) => type === UPDATED)).toMatchObject({
      session: { model: 'hal0-demo-whisper' },
    });
    expect(lemondPid()).toBe(pid);
    await session.close();
  });

  it('is refused in plain HTTP, before anything is begun', async () => {
    const to = (query: string, headers?: Record<string, string>) =>
      refusal(`${hal0.url}/v1/realtime${query}`, headers).then(({ status, body }) => [status, body.error['code']]);
    expect(await to('?model=nothing')).toEqual([404, 'dispatch.no_route']);
    expect(await to('?model=primary')).toEqual([400, 'dispatch.type_mismatch']);
    expect(await to('?call_id=rtc_1')).toEqual([400, 'realtime.calls_unsupported']);
    expect(await to('', { 'sec-websocket-version': '8' })).toEqual([426, 'realtime.upgrade_required']);
    expect(await to('', { origin: 'https://evil.example' })).toEqual([403, 'system.origin_forbidden']);
    expect(await to('', { host: 'evil.example' })).toEqual([421, 'system.host_forbidden']);
    expect(await to('', { upgrade: 'other' })).toEqual([426, 'realtime.upgrade_required']);
    expect(await hal0.request('GET', '/v1/realtime')).toMatchObject({ status: 426 });
  });

  it('waits its turn like every request, or is told at once that there is none', async () => {
    const first = await opened();
    const told = await refusal(`${hal0.url}/v1/realtime?model=stt`, { 'x-hal0-wait': '0' });
    expect(told).toMatchObject({
      status: 503,
      headers: { 'retry-after': '15' },
      body: { error: { code: 'slot.busy' } },
    });
    const second = new RealtimeSocket(hal0);
    await hal0.until(async () => (await hal0.slot('stt')).queuedRequests === 1, 'the second to be in line');
    await first.close();
    await second.hears('session.created');
    await second.close();
    expect(await recorded(hal0, ({ queueMs, status }) => queueMs > 5 && status === 101)).toBeDefined();
  });

  it('closes with 1012 when the slot is unloaded by force, and the next connection loads it again', async () => {
    const session = await opened();
    await hal0.request('POST', '/api/slots/stt/unload', { force: true });
    expect(await session.closed).toMatchObject({ code: 1012, reason: expect.stringContaining('unloaded by force') });
    await (await opened()).close();
    const ended = await recorded(hal0, ({ errorCode }) => errorCode === 'slot.unloaded');
    expect(ended).toMatchObject({ outcome: 'failed', status: 101 });
    expect(await recorded(hal0, ({ loadMs }) => loadMs > 100)).toMatchObject({ outcome: 'completed' });
  });

  it('closes with 1012 when lemond dies, and the next connection finds it back', async () => {
    const session = await opened();
    process.kill(lemondPid(), 'SIGKILL');
    expect(await session.closed).toMatchObject({ code: 1012 });
    const next = await opened();
    next.say(MANUAL, ...appends(pcm), COMMIT);
    expect((await next.hears(COMPLETED))['transcript']).toContain(WORDS);
    await next.close();
    const lost = await recorded(hal0, ({ errorCode }) => errorCode === 'dispatch.upstream_lost');
    expect(lost).toMatchObject({ outcome: 'failed', status: 101 });
  });
});

describe('realtime transcription where keys are asked for', () => {
  const hal0 = new Hal0Process({ demo: true, toml: '[api]\nrequire_key = "inference"\n' });

  beforeAll(async () => {
    await hal0.start();
  });
  afterAll(() => hal0.stop());

  const keyFor = async (name: string, limits: object = {}) =>
    (await hal0.request<{ key: string }>('POST', '/api/keys', { name, ...limits })).body.key;

  it('takes the key from where a page in a browser can put it, or from a header', async () => {
    const key = await keyFor('page');
    const page = new RealtimeSocket(hal0, '/v1/realtime?model=stt', {
      protocols: ['realtime', `openai-insecure-api-key.${key}`],
    });
    await page.hears('session.created');
    expect(page.protocol).toBe('realtime');
    await page.close();
    const program = new RealtimeSocket(hal0, '/v1/realtime', { headers: { authorization: `Bearer ${key}` } });
    await program.hears('session.created');
    await program.close();
    expect(await recorded(hal0, (row) => row.key === 'page')).toMatchObject({ dialect: 'realtime' });
  });

  it('refuses without one, with a wrong one, and with one for other slots', async () => {
    const url = `${hal0.url}/v1/realtime?model=stt`;
    expect(await refusal(url)).toMatchObject({ status: 401, body: { error: { code: 'auth.key_missing' } } });
    const wrong = { 'sec-websocket-protocol': 'realtime, openai-insecure-api-key.hal0_x' };
    expect(await refusal(url, wrong)).toMatchObject({ status: 401, body: { error: { code: 'auth.key_invalid' } } });
    const limited = { authorization: `Bearer ${await keyFor('chat', { slots: ['primary'] })}` };
    expect(await refusal(url, limited)).toMatchObject({
      status: 403,
      body: { error: { code: 'auth.slot_forbidden' } },
    });
  });

  it('is told goodbye with 1001 when hal0 stops, and nobody in line holds that up', async () => {
    const headers = { authorization: `Bearer ${await keyFor('last')}` };
    const session = new RealtimeSocket(hal0, '/v1/realtime?model=stt', { headers });
    await session.hears('session.created');
    const inLine = new RealtimeSocket(hal0, '/v1/realtime?model=stt', { headers });
    await hal0.until(async () => (await hal0.slot('stt')).queuedRequests === 1, 'the second to be in line');
    const stopped = hal0.stop();
    expect(await session.closed).toMatchObject({ code: 1001 });
    await Promise.all([stopped, inLine.closed]);
  });
});

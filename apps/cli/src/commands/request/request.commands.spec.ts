import type { FinishedRequestDto } from '@hal0/activity';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { FakeApi } from '../../testing/fake-api.js';
import { FakeTerminal } from '../../testing/fake-terminal.js';
import { outcomeOf, runHal0 } from '../../testing/run-hal0.js';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const hal0 = (words: string) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

const aRequest = (changes: Partial<FinishedRequestDto> = {}): FinishedRequestDto => ({
  row: 1,
  id: 'req-1',
  startedAt: Date.UTC(2026, 0, 1),
  path: '/v1/chat/completions',
  dialect: 'openai',
  slot: 'primary',
  model: 'hal0-demo-chat',
  servedBy: 'lemonade',
  fallbackFrom: null,
  fallbackReason: null,
  attempts: [],
  triedMs: 0,
  key: null,
  stream: true,
  status: 200,
  outcome: 'completed',
  errorCode: null,
  queueMs: 0,
  loadMs: 8_000,
  firstByteMs: 250,
  ttftMs: 250,
  totalMs: 10_000,
  gatewayMs: 0.4,
  promptTokens: 12,
  cachedTokens: 4,
  completionTokens: 40,
  tokensPerSecond: 22.86,
  promptTokensPerSecond: 320,
  ...changes,
});
const page = (...requests: FinishedRequestDto[]) => ({ requests, nextBefore: null });

describe('request list', () => {
  it('tells one request a line, the latest last, with what took its time', async () => {
    const failed = { row: 2, id: 'req-2', outcome: 'failed', status: 503, errorCode: 'slot.loading' } as const;
    api.on('GET /api/requests?limit=20', () => page(aRequest(failed), aRequest()));
    const [first, second] = (await hal0('request list')).stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(first).toEqual([
      '2026-01-01T00:00:00.000Z',
      '200',
      '10.00 s',
      'primary',
      'load 8.00 s, generation 1.75 s',
      'req-1',
    ]);
    expect(second?.[1]).toBe('503');
    expect(second?.[4]).toContain('slot.loading');
    expect(second?.at(-1)).toBe('req-2');
  });

  it('names the upstream and its model where no slot served', async () => {
    api.on('GET /api/requests?limit=20', () =>
      page(aRequest({ slot: null, servedBy: 'openai', model: 'gpt-4o-mini' })),
    );
    expect((await hal0('request list')).stdout).toContain('openai/gpt-4o-mini');
  });

  it('passes every filter on', async () => {
    const words = '--slot primary --outcome failed --key my --served-by openai --grep x -n 5 --json';
    const path = 'GET /api/requests?limit=5&slot=primary&outcome=failed&key=my&servedBy=openai&q=x';
    api.on(path, () => page(aRequest()));
    expect(JSON.parse((await hal0(`request list ${words}`)).stdout)).toEqual([aRequest()]);
  });

  it('says so when there is none', async () => {
    api.on('GET /api/requests?limit=20', () => page());
    expect(await hal0('request list')).toMatchObject({ stdout: '', stderr: expect.stringContaining('No request') });
  });

  it.each(['0', '501', 'many'])('refuses to list %s', async (count) => {
    expect(await hal0(`request list -n ${count}`)).toMatchObject({ exitCode: 2 });
    expect(api.requests).toEqual([]);
  });

  it('follows those to come, tells none twice, and ends at Ctrl-C', async () => {
    const rows = [aRequest()];
    const stream = new Promise<ServerResponse>((resolve) =>
      api.on('GET /api/events/stream', ({ response }) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        resolve(response);
      }),
    );
    for (const limit of [20, 500]) api.on(`GET /api/requests?limit=${limit}`, () => page(...rows.toReversed()));
    const terminal = new FakeTerminal({ environment: { HAL0_API_URL: api.url } });
    const ended = outcomeOf('request list --follow --json', terminal);
    await terminal.shows('"req-1"');
    rows.push(aRequest({ row: 2, id: 'req-2' }));
    const tell = (type: string) => stream.then((open) => open.write(`data: ${JSON.stringify({ type })}\n\n`));
    await tell('slot.state');
    await tell('requests.finished');
    await terminal.shows('"req-2"');
    terminal.pressCtrlC();
    const { exitCode, stdout } = await ended;
    expect(exitCode).toBe(130);
    expect(stdout.match(/"id":"req-\d"/g)).toEqual(['"id":"req-1"', '"id":"req-2"']);
  });
});

describe('request show', () => {
  const shown = async (changes: Partial<FinishedRequestDto> = {}) => {
    api.on('GET /api/requests?q=req-1', () => page(aRequest({ id: 'req-10' }), aRequest(changes)));
    return (await hal0('request show req-1')).stdout;
  };

  it('tells where the time went, in numbers, bars and words', async () => {
    const stdout = await shown();
    expect(stdout).toMatch(/^served by +primary on this machine$/m);
    expect(stdout).toMatch(/^gateway +0\.4 ms +0 %$/m);
    expect(stdout).toMatch(/^load +8\.00 s +80 % +█{32}$/m);
    expect(stdout).toMatch(/^first token +250 ms +3 % +█$/m);
    expect(stdout).toMatch(/^generation +1\.75 s +17 % +█{7}$/m);
    expect(stdout).toContain('80 % of 10.00 s went into loading the model.');
    expect(stdout).toContain('hal0 slot edit primary --set pinned=true');
  });

  it('tells what was tried before, why it did not serve, and what that cost', async () => {
    const attempts = [
      { target: 'primary', reason: 'queue_full', ms: 0 },
      { target: 'lan/qwen', reason: 'dispatch.target_timeout', ms: 7_000 },
    ];
    const stdout = await shown({
      slot: null,
      servedBy: 'openai',
      dialect: 'ollama',
      attempts,
      triedMs: 7_000,
      loadMs: 0,
    });
    expect(stdout).toMatch(/^tried before +primary \(queue full, 0 ms\)$/m);
    expect(stdout).toMatch(/^served by +openai\/hal0-demo-chat$/m);
    expect(stdout).toMatch(/^client spoke +ollama$/m);
    expect(stdout).toMatch(/^in vain +7\.00 s +70 % /m);
    expect(stdout).toContain('lan/qwen (dispatch.target_timeout, 7.00 s).');
  });

  it('counts a wait without any answer to nobody', async () => {
    const silent = { loadMs: 0, firstByteMs: null, ttftMs: null, outcome: 'failed', status: 504 } as const;
    expect(await shown(silent)).toContain('100 % of 10.00 s went by without a first byte of an answer.');
  });

  it('takes the time of a plain answer apart by its first token', async () => {
    expect(await shown({ loadMs: 0, stream: false, firstByteMs: 9_990, ttftMs: 500 })).toContain(
      'went into writing the answer',
    );
  });

  it('speaks of no model where none was asked', async () => {
    const refused = { servedBy: null, slot: null, outcome: 'failed', errorCode: 'dispatch.no_route' } as const;
    expect(await shown(refused)).toContain('It was refused before any model was asked: dispatch.no_route.');
  });

  it('says when there is none of that id', async () => {
    api.on('GET /api/requests?q=req-1', () => page(aRequest({ id: 'req-10' })));
    expect(await hal0('request show req-1')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('request.not_found'),
    });
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { API_COMMAND } from './support/api-launch.js';
import { DEMO_MODELS, Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

interface Failure {
  error: { code: string; message: string; type?: string; param?: string | null };
}

const CHAT = '/v1/chat/completions';
const STORY = {
  model: 'primary',
  stream: true,
  max_tokens: 100_000,
  ignore_eos: true,
  messages: [{ role: 'user', content: 'Tell me a story' }],
};

describe('requests that cannot be served', () => {
  const hal0 = new Hal0Process();
  beforeAll(() => hal0.start());
  afterAll(() => hal0.stop());

  it.each([
    ['malformed JSON', '{"model":', 400, 'request.invalid_json'],
    ['a body that is no object', '[]', 400, 'request.invalid_body'],
    ['a model that is a number', '{"model":1,"messages":[]}', 400, 'request.invalid_body'],
    ['messages that are a string', '{"messages":"hi"}', 400, 'request.invalid_body'],
    ['an unknown model', '{"model":"nothing","messages":[{"role":"user","content":"Hi"}]}', 404, 'dispatch.no_route'],
    [
      'a slot that is disabled',
      '{"model":"primary","messages":[{"role":"user","content":"Hi"}]}',
      409,
      'slot.disabled',
    ],
    ['a body over the limit', `{"messages":[],"pad":"${'x'.repeat(65 * 1_048_576)}"}`, 413, 'request.body_too_large'],
  ])('are refused with a stable code: %s', async (_what, body, status, code) => {
    const answer = await hal0.request<Failure>('POST', CHAT, body);
    expect(answer).toMatchObject({ status, body: { error: { code, type: 'invalid_request_error' } } });
  });

  it('does not start a second time with the same files', () => {
    const again = spawnSync(process.execPath, API_COMMAND, {
      env: { PATH: process.env['PATH'], HAL0_HOME: hal0.home, HAL0_PORT: '0' },
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect([again.status, again.stderr]).toEqual([75, expect.stringContaining(hal0.url)]);
  });

  it('are refused when they come as a form or from a foreign page', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(hal0.url + '/api/slots/primary/load', { method: 'POST', headers, body: '{}' }).then(
        (response) => response.status,
      );
    expect(await post({ 'content-type': 'text/plain' })).toBe(415);
    expect(await post({ 'content-type': 'application/json', origin: 'https://attacker.example' })).toBe(403);
  });

  it.each([
    ['GET', '/api/slots/nothing', undefined, 404, 'slot.not_found'],
    ['POST', '/api/slots/primary/load', {}, 409, 'slot.disabled'],
    ['PATCH', '/api/slots/primary', { parallel: 'many' }, 422, 'validation.invalid'],
    ['PATCH', '/api/slots/primary', { model: 'nothing' }, 404, 'model.not_found'],
    ['PATCH', '/api/slots/primary', '{bad', 400, 'system.http_400'],
    ['GET', '/api/slots/%zz', undefined, 400, 'system.http_400'],
    ['GET', '/api/nothing', undefined, 404, 'system.http_404'],
    ['GET', '/v1/nothing', undefined, 404, 'system.http_404'],
  ])('%s %s %j has a stable code', async (method, path, body, status, code) => {
    expect(await hal0.request<Failure>(method, path, body)).toMatchObject({ status, body: { error: { code } } });
  });

  it('do not hurt: a file that is no model, and one that was cut short', async () => {
    mkdirSync(join(hal0.home, 'files'));
    const page = join(hal0.home, 'files/page.gguf');
    writeFileSync(page, '<html>not found</html>');
    const cut = join(hal0.home, 'files/cut.gguf');
    copyFileSync(join(DEMO_MODELS, 'hal0-demo-chat-2m-q8_0.gguf'), cut);
    expect(await hal0.request<Failure>('POST', '/api/models', { path: page, type: 'llm' })).toMatchObject({
      status: 422,
      body: { error: { code: 'model.file_corrupt', message: expect.stringContaining('3c68746d') } },
    });
    expect((await hal0.request('POST', '/api/models', { id: 'cut', path: cut, type: 'llm' })).status).toBe(201);
    truncateSync(cut, 1_000_000);
    await hal0.request('PATCH', '/api/slots/primary', { model: 'cut', enabled: true });
    expect(await hal0.request<Failure>('POST', CHAT, { messages: [{ role: 'user', content: 'Hello' }] })).toMatchObject(
      {
        status: 422,
        body: { error: { code: 'model.file_corrupt' } },
      },
    );
    expect(await hal0.slot('primary')).toMatchObject({ state: 'error', error: { code: 'model.file_corrupt' } });
  });
});

describe('fifty requests for a cold model', () => {
  const hal0 = new Hal0Process({ demo: true, capabilities: '[slots.primary]\nparallel = 4\n' });
  beforeAll(() => hal0.start());
  afterAll(() => hal0.stop());

  it('cause one load, and all are answered', async () => {
    await hal0.request('POST', '/api/slots/primary/unload', {});
    await hal0.until(async () => (await hal0.slot('primary')).state === 'offline', 'the slot to be empty');
    const { events, stop } = await hal0.follow();
    const request = { model: 'primary', max_tokens: 4, messages: [{ role: 'user', content: 'hi' }] };
    const answers = await Promise.all(Array.from({ length: 50 }, () => hal0.request('POST', CHAT, request)));
    stop();
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const loads = events.filter(({ type, data }) => type === 'slot.state' && data['to'] === 'warming');
    expect(loads).toHaveLength(1);
  });
});

describe('lemond killed in the middle of a stream', () => {
  const hal0 = new Hal0Process({ demo: true });
  beforeAll(() => hal0.start());
  afterAll(() => hal0.stop());

  it('ends the stream with an error event, and the slot comes back by itself', async () => {
    const response = await fetch(hal0.url + CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(STORY),
    });
    expect(response.status).toBe(200);
    await hal0.until(async () => (await hal0.slot('primary')).state === 'serving', 'the slot to serve');
    const lemond = hal0.processes().find(({ command }) => command.includes('lemond'));
    process.kill(lemond?.pid ?? 0, 'SIGKILL');
    const body = await text(Readable.fromWeb(response.body as ReadableStream));
    expect(body.trimEnd().split('\n\n').at(-1)).toContain('"code":"dispatch.upstream_lost"');

    await hal0.until(async () => (await hal0.slot('primary')).state === 'ready', 'the slot to come back by itself');
    const next = await hal0.request('POST', CHAT, { ...STORY, stream: false, max_tokens: 4 });
    expect(next.status).toBe(200);
  });

  it('leaves no process behind when hal0 ends', async () => {
    expect(hal0.processes().length).toBeGreaterThan(0);
    await hal0.stop();
    expect(hal0.processes()).toEqual([]);
  });
});

describe('a start that cannot succeed', () => {
  it('names file, line and column of a broken hal0.toml, and leaves it as it is', async () => {
    const hal0 = new Hal0Process({ toml: '[api]\nport = = 1\n' });
    expect(await hal0.exitCode()).toBe(78);
    expect(hal0.output).toMatch(/config\.invalid: .*hal0\.toml:2:\d+/);
    await hal0.stop();
  });

  it('names the slot and the field of a broken capabilities.toml', async () => {
    const hal0 = new Hal0Process({ capabilities: '[slots.primary]\nparallel = 0\n' });
    expect(await hal0.exitCode()).toBe(78);
    expect(hal0.output).toMatch(/config\.invalid: .*slots\.primary\.parallel/);
    await hal0.stop();
  });

  it('says which port is taken and what to do', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const hal0 = new Hal0Process({ port });
    expect(await hal0.exitCode()).toBe(69);
    expect(hal0.output).toContain(`Port ${port} on 127.0.0.1 is taken`);
    squatter.close();
    await hal0.stop();
  });
});

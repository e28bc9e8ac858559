import { PlatformModule } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { UpstreamLostError } from '../src/dispatcher.errors.js';
import { FakeProvider } from '../src/testing/fake-provider.js';
import { upstreamsFixture, type UpstreamsFixture } from '../src/testing/upstreams-fixture.js';
import { UpstreamsController } from '../src/upstreams/http/upstreams.controller.js';
import { UpstreamRecords } from '../src/upstreams/upstream-records.service.js';

const KEY = 'sk-right-0123456789';

let provider: FakeProvider;
let fixture: UpstreamsFixture;
let app: NestFastifyApplication;
let home: ReturnType<typeof temporaryHome>;

beforeEach(async () => {
  provider = await FakeProvider.start({ key: KEY, models: ['gpt-fake', 'gpt-fake-mini'] });
  fixture = upstreamsFixture('# mine\n', { FAR_KEY: KEY, WRONG_KEY: 'sk-wrong-0123456789' });
  home = temporaryHome();
  @Module({
    imports: [PlatformModule.register({ paths: home.paths })],
    controllers: [UpstreamsController],
    providers: [{ provide: UpstreamRecords, useValue: fixture.records }],
  })
  class TestedModule {}
  app = await NestFactory.create<NestFastifyApplication>(TestedModule, new FastifyAdapter(), { logger: false });
  await app.init();
});
afterEach(async () => {
  await app.close();
  await fixture.remove();
  await provider.close();
  home.remove();
});

async function send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/upstreams${path}`, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.payload ? (JSON.parse(answer.payload) as unknown) : undefined };
}
const far = (more: object = {}) => ({ name: 'far', url: provider.url, keyName: 'FAR_KEY', ...more });
const errorOf = (code: string) => ({ error: expect.objectContaining({ code }) });

describe('upstreams over HTTP', () => {
  it('are added, asked for their models, changed and removed', async () => {
    expect(await send('POST', '', far({ concurrency: 2 }))).toMatchObject({
      status: 201,
      body: { name: 'far', state: 'unknown', dialect: 'openai', keyName: 'FAR_KEY', keySet: true, concurrency: 2 },
    });
    expect(fixture.config.read('hal0.toml')).toMatch(/^# mine\n[\s\S]*\[upstreams\.far\]/);
    expect(await send('POST', '/far/refresh')).toMatchObject({ status: 200, body: { state: 'healthy', error: null } });
    expect(await send('GET', '/far/models')).toEqual({
      status: 200,
      body: [{ id: 'gpt-fake' }, { id: 'gpt-fake-mini' }],
    });
    expect(await send('PATCH', '/far', { concurrency: null, enabled: false })).toMatchObject({
      status: 200,
      body: { concurrency: null, state: 'disabled' },
    });
    expect(await send('GET', '')).toMatchObject({ status: 200, body: [{ name: 'far', enabled: false }] });
    expect((await send('DELETE', '/far')).status).toBe(204);
    expect(await send('GET', '')).toEqual({ status: 200, body: [] });
    expect(fixture.config.read('hal0.toml')).not.toContain('far');
  });

  it('are tried before they are saved, with a key that is not kept', async () => {
    const good = await send('POST', '/test', { url: provider.url, key: KEY });
    expect(good).toMatchObject({
      status: 200,
      body: { ok: true, models: [{ id: 'gpt-fake' }, { id: 'gpt-fake-mini' }] },
    });
    const bad = await send('POST', '/test', { url: provider.url, key: 'sk-wrong' });
    expect(bad).toMatchObject({ status: 200, body: { ok: false, error: expect.stringContaining('refused the key') } });
    expect(await send('GET', '')).toEqual({ status: 200, body: [] });
  });

  it('tell in a trial of what is saved how it went, and never show the key', async () => {
    await send('POST', '', far({ keyName: 'WRONG_KEY' }));
    const trial = await send('POST', '/far/test');
    expect(trial).toMatchObject({ status: 200, body: { ok: false, models: [] } });
    const shown = await send('GET', '/far');
    expect(shown).toMatchObject({ body: { state: 'failing', error: expect.stringContaining('HTTP 401') } });
    expect(JSON.stringify([trial, shown])).not.toContain('0123456789');
  });

  it('stay failing after a good list when it was a request that failed', async () => {
    await send('POST', '', far());
    fixture.upstreams.get('far').report(new UpstreamLostError('far/gpt-fake', false));
    expect(await send('POST', '/far/test')).toMatchObject({ body: { ok: true } });
    expect(await send('GET', '/far')).toMatchObject({ body: { state: 'failing' } });
  });

  it.each([
    ['a name that is a path', { name: '../x' }, 'name'],
    ['a word of the API', { name: 'presets' }, 'name'],
    ['no address', { url: 'far away' }, 'url'],
    ['another protocol', { url: 'file:///etc/passwd' }, 'url'],
    ['a key in the place of its name', { keyName: KEY }, 'keyName'],
    ['no places', { concurrency: 0 }, 'concurrency'],
    ['what it does not know', { color: 'red' }, 'color'],
  ])('refuse %s, and say which field it is', async (_what, change, path) => {
    const answer = await send('POST', '', far(change));
    expect(answer).toMatchObject({ status: 422, body: { error: { details: { path } } } });
    expect(await send('GET', '')).toMatchObject({ body: [] });
  });

  it('refuse addresses that nobody may be led to, and two of a name', async () => {
    const metadata = await send('POST', '', far({ url: 'http://169.254.169.254/v1' }));
    expect(metadata).toMatchObject({ status: 400, body: errorOf('upstream.address_forbidden') });
    await send('POST', '', far());
    expect(await send('POST', '', far())).toMatchObject({
      status: 409,
      body: errorOf('system.upstream_already_exists'),
    });
  });

  it.each([
    ['GET', '/nobody'],
    ['GET', '/nobody/models'],
    ['PATCH', '/nobody'],
    ['POST', '/nobody/test'],
    ['POST', '/nobody/refresh'],
    ['DELETE', '/nobody'],
  ] as const)('say that there is none of that name: %s %s', async (method, path) => {
    const answer = await send(method, path, method === 'PATCH' ? {} : undefined);
    expect(answer).toMatchObject({ status: 404, body: errorOf('system.upstream_not_found') });
  });

  it('offer well-known providers, none of them with a key', async () => {
    const { body } = await send('GET', '/presets');
    expect(body).toContainEqual(expect.objectContaining({ id: 'openai', keyName: 'OPENAI_API_KEY' }));
  });
});

import { ConfigModule, loadConfig } from '@hal0/config';
import { HardwareModule } from '@hal0/hardware';
import { PlatformModule } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { RegistryModule, RegistryService } from '@hal0/registry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHAT = fileURLToPath(new URL('../../../installer/demo/models/hal0-demo-chat-2m-q8_0.gguf', import.meta.url));

describe('/api/models', () => {
  const { paths, remove } = temporaryHome();
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    const platform = PlatformModule.register({ paths });
    const config = ConfigModule.register({ imports: [platform], config: loadConfig(paths, {}), environment: {} });
    const hardware = HardwareModule.register({ imports: [platform, config] });
    const registry = RegistryModule.register({ imports: [platform, config, hardware] });
    @Module({ imports: [platform, config, hardware, registry] })
    class App {}
    app = await NestFactory.create(App, new FastifyAdapter({ routerOptions: { maxParamLength: 500 } }), {
      logger: false,
    });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api/models`;
  });

  afterAll(async () => {
    await app.close();
    remove();
  });

  it('adds a local file, shows it and forgets it', async () => {
    const added = await send('POST', '', { path: CHAT });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ id: 'hal0-demo-chat-2m-q8_0', type: 'llm', labels: ['tool-calling'] });
    expect((await send('GET', '')).body).toEqual([added.body]);
    expect((await send('GET', '/hal0-demo-chat-2m-q8_0')).body).toEqual(added.body);
    expect(await send('DELETE', '/hal0-demo-chat-2m-q8_0')).toMatchObject({
      status: 200,
      body: { released: [], filesRemoved: [], filesKept: [{ path: CHAT, reason: 'outside_store' }], bytesFreed: 0 },
    });
    expect((await send('GET', '')).body).toEqual([]);
  });

  it.each(['', '/scan', '/inspect', '/import'])('refuses a body at /api/models%s that goes too deep', async (path) => {
    const post = async (body: string) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
      return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
    };
    const nested = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;
    for (const value of [nested(10_000, '[', ']'), nested(10_000, '{"a":', '}')]) {
      for (const body of [value, `{"path":${value}}`, `{"models":[{"path":"/a","id":${value}}]}`]) {
        expect(await post(body)).toEqual([400, 'validation.too_deep']);
      }
    }
    expect(await post(`{"nobody":${nested(20, '[', ']')}}`)).toEqual([422, 'validation.invalid']);
  });

  it('says other things about a model, and finds models by what is said of them', async () => {
    await send('POST', '', { id: 'one', path: CHAT });
    await send('POST', '', { id: 'two', path: CHAT, labels: ['coding'] });
    const edited = await send('PATCH', '/two', { name: 'My coder', defaults: { contextSize: 1_024, parallel: null } });
    expect(edited).toMatchObject({
      status: 200,
      body: { name: 'My coder', defaults: { contextSize: 1_024 }, labels: ['coding', 'tool-calling'], usedBy: [] },
    });
    expect((await send('PATCH', '/two', { defaults: { contextSize: null } })).body).toMatchObject({ defaults: {} });
    const found = async (query: string) =>
      ((await send('GET', `?${query}`)).body as { id: string }[]).map(({ id }) => id);
    expect(await found('q=MY+cod')).toEqual(['two']);
    expect(await found('label=tool-calling&type=llm&state=ready')).toEqual(['one', 'two']);
    expect(await found('state=missing')).toEqual([]);
    for (const id of ['one', 'two']) await send('DELETE', `/${id}?files=false`);
  });

  it('deletes files in the model store when that is asked for', async () => {
    const file = join(paths.models, 'llamacpp/chat/toy/a.gguf');
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(CHAT, file);
    await send('POST', '', { id: 'toy', path: file });
    const removed = await send('DELETE', '/toy?files=true&cascade=true');
    expect(removed).toMatchObject({
      status: 200,
      body: { filesRemoved: [file], filesKept: [], bytesFreed: 2_354_048 },
    });
    expect(existsSync(file)).toBe(false);
  });

  it('gives all models away as a file, and takes them from it', async () => {
    await send('POST', '', { id: 'one', path: CHAT });
    const { text } = (await send('GET', '/export')).body as { text: string };
    await send('DELETE', '/one');
    expect((await send('POST', '/import', { text, preview: true })).body).toMatchObject([{ outcome: 'added' }]);
    expect((await send('GET', '/one')).status).toBe(404);
    expect((await send('POST', '/import', { text })).status).toBe(200);
    expect((await send('GET', '/one')).body).toMatchObject({ path: CHAT, source: { kind: 'import' } });
    expect((await send('POST', '/import', { text: '[' })).body).toMatchObject({ error: { code: 'config.invalid' } });
    await send('DELETE', '/one');
  });

  it.each([
    ['PATCH', '/a', { type: 'chat' }, 'type'],
    ['PATCH', '/a', { labels: null }, 'labels'],
    ['PATCH', '/a', { defaults: { contextSize: 1 } }, 'defaults.contextSize'],
    ['PATCH', '/a', { defaults: { rope: 1 } }, 'defaults.rope'],
    ['PATCH', '/a', { sizeBytes: 1 }, 'sizeBytes'],
    ['DELETE', '/a?files=perhaps', undefined, 'files'],
    ['GET', '?state=gone', undefined, 'state'],
  ])('refuses %s %s %j', async (method, path, body, field) => {
    expect(await send(method, path, body)).toMatchObject({
      status: 422,
      body: { error: { code: 'validation.invalid', details: { path: field } } },
    });
  });

  it('adds a model that FastFlowLM keeps itself', async () => {
    const body = { id: 'npu-chat', type: 'llm', recipe: 'flm', checkpoint: 'qwen3:0.6b' };
    const added = await send('POST', '', body);
    expect(added).toMatchObject({ status: 201, body: { ...body, path: null, sizeBytes: 0 } });
    expect((await send('DELETE', '/npu-chat')).status).toBe(200);
  });

  it.each(['Org/Model-GGUF:Q4_K_M', `${'long-'.repeat(24)}name`])('reaches "%s"', async (id) => {
    await send('POST', '', { id, path: CHAT });
    expect((await send('GET', `/${encodeURIComponent(id)}`)).body).toMatchObject({ id });
    expect((await send('DELETE', `/${encodeURIComponent(id)}`)).status).toBe(200);
  });

  it.each([
    ['no path', {}, 422, 'validation.invalid', 'path'],
    ['a number for a path', { path: 7 }, 422, 'validation.invalid', 'path'],
    ['an unknown type', { path: CHAT, type: 'chat' }, 422, 'validation.invalid', 'type'],
    ['a label with spaces', { path: CHAT, labels: ['a b'] }, 422, 'validation.invalid', 'labels'],
    ['a field nobody knows', { path: CHAT, color: 'red' }, 422, 'validation.invalid', 'color'],
    ['a bad id', { path: CHAT, id: '../x' }, 422, 'model.id_invalid', undefined],
    ['a relative path', { path: 'a.gguf' }, 422, 'model.path_relative', undefined],
    [
      'a model of FastFlowLM without a checkpoint',
      { recipe: 'flm', type: 'llm' },
      422,
      'validation.invalid',
      'checkpoint',
    ],
    ['a recipe of its own choice', { path: CHAT, recipe: 'llamacpp' }, 422, 'validation.invalid', 'recipe'],
    ['a file that is a checkpoint too', { path: CHAT, checkpoint: 'a:b' }, 422, 'model.source_invalid', undefined],
    ['a checkpoint without a type', { recipe: 'flm', checkpoint: 'a:b' }, 422, 'model.source_invalid', undefined],
    [
      'a checkpoint of a type that FastFlowLM does not serve',
      { recipe: 'flm', checkpoint: 'a:b', type: 'tts' },
      422,
      'model.source_invalid',
      undefined,
    ],
    ['a path without a file', { path: '/nowhere/a.gguf', type: 'llm' }, 409, 'model.file_missing', undefined],
    ['a file that is no model', { path: import.meta.filename, type: 'llm' }, 422, 'model.file_corrupt', undefined],
  ])('refuses %s with a code of its own', async (_what, body, status, code, path) => {
    const answer = await send('POST', '', body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code, ...(path ? { details: { path } } : {}) } });
  });

  it('answers 409 with the names of the slots that use a model', async () => {
    await send('POST', '', { id: 'used', path: CHAT });
    app
      .get(RegistryService)
      .addReferences({ referrers: (id) => (id === 'used' ? ['primary'] : []), release: async () => undefined });
    const answer = await send('DELETE', '/used');
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error: { code: 'model.in_use', details: { slots: ['primary'] } } });
  });

  it('says that a model is unknown', async () => {
    const answer = await send('GET', '/nobody');
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'model.not_found' } } });
  });

  it('describes the id as one path parameter', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const withParameters = Object.keys(document.paths).filter((path) => path.startsWith('/api/models/{'));
    expect(withParameters).toEqual(['/api/models/{id}']);
  });

  async function send(method: string, path: string, body?: object) {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? (JSON.parse(text) as unknown) : undefined };
  }
});

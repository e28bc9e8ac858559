import { ConfigModule, loadConfig } from '@hal0/config';
import { HardwareModule } from '@hal0/hardware';
import { PlatformModule } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { RegistryModule } from '@hal0/registry';
import { FakeHub } from '@hal0/registry/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CHAT = fileURLToPath(new URL('../../../installer/demo/models/hal0-demo-chat-2m-q8_0.gguf', import.meta.url));
const FILE = 'org/tiny-GGUF/tiny-Q8_0.gguf';
const SLOW = { kind: 'slow', bytesPerSecond: 1_000_000 } as const;

describe('/api/pulls', () => {
  const { paths, remove } = temporaryHome();
  let hub: FakeHub;
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    hub = await FakeHub.start();
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT });
    mkdirSync(paths.config, { recursive: true });
    writeFileSync(paths.hal0Toml, `[models]\nhub_url = "${hub.url}"\n`);
    const platform = PlatformModule.register({ paths });
    const config = ConfigModule.register({ imports: [platform], config: loadConfig(paths, {}), environment: {} });
    const hardware = HardwareModule.register({ imports: [platform, config] });
    @Module({
      imports: [platform, config, hardware, RegistryModule.register({ imports: [platform, config, hardware] })],
    })
    class App {}
    app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
  });
  afterAll(async () => {
    await app.close();
    await hub.stop();
    remove();
  });
  beforeEach(() => hub.heal());

  it('pulls a model that is then among the models', async () => {
    const started = await send('POST', '/pulls', { source: 'org/tiny-GGUF', id: 'tiny' });
    expect(started).toMatchObject({ status: 202, body: { modelId: 'tiny', resumed: false } });
    const ended = await settled(started.body.id);
    expect(ended).toMatchObject({ state: 'completed', error: null });
    expect((await send('GET', '/models/tiny')).body).toMatchObject({ id: 'tiny', type: 'llm', state: 'ready' });
    expect((await send('GET', '/pulls')).body[0]).toEqual(ended);
    expect((await send('DELETE', `/pulls/${started.body.id}`)).status).toBe(204);
    expect((await send('GET', `/pulls/${started.body.id}`)).body).toMatchObject({ error: { code: 'pull.not_found' } });
  });

  it('streams a pull from how it is to how it ends, and closes', async () => {
    hub.fail(FILE, SLOW, { times: 8 });
    const { body } = await send('POST', '/pulls', { source: 'org/tiny-GGUF', id: 'streamed' });
    const stream = await fetch(`${url}/pulls/${body.id}/stream`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const names = [...(await stream.text()).matchAll(/^event: (\S+)$/gm)].map(([, name]) => name);
    expect(names[0]).toBe('pull.snapshot');
    expect(names).toContain('pull.progress');
    expect(names.at(-1)).toBe('pull.completed');
  });

  it('pauses, resumes and cancels, and does not forget what has not ended', async () => {
    hub.fail(FILE, SLOW, { times: Infinity });
    const { body } = await send('POST', '/pulls', { source: 'org/tiny-GGUF', id: 'handled' });
    const again = await send('POST', '/pulls', { source: 'org/tiny-GGUF', id: 'handled' });
    expect(again).toMatchObject({ status: 200, body: { id: body.id, resumed: true } });
    expect((await send('POST', `/pulls/${body.id}/pause`)).body).toMatchObject({ state: 'paused' });
    expect(await send('DELETE', `/pulls/${body.id}`)).toMatchObject({
      status: 409,
      body: { error: { code: 'pull.active' } },
    });
    expect((await send('POST', `/pulls/${body.id}/resume`)).body.state).toMatch(/queued|running/);
    expect((await send('POST', `/pulls/${body.id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    expect((await send('GET', '/models/handled')).status).toBe(404);
  });

  it.each([
    ['no source', {}, 422, 'validation.invalid'],
    ['a revision that is a path', { source: 'org/tiny-GGUF', revision: '../x' }, 422, 'validation.invalid'],
    ['an unknown field', { source: 'org/tiny-GGUF', force: true }, 422, 'validation.invalid'],
    ['a bad id', { source: 'org/tiny-GGUF', id: '../x' }, 422, 'model.id_invalid'],
    ['what nobody has', { source: 'org/nothing' }, 404, 'hub.not_found'],
    ['what is no source', { source: 'hello' }, 422, 'pull.source_invalid'],
  ])('refuses %s', async (_what, body, status, code) => {
    expect(await send('POST', '/pulls', body)).toMatchObject({ status, body: { error: { code } } });
  });

  async function settled(id: string) {
    for (;;) {
      const { body } = await send('GET', `/pulls/${id}`);
      if (['completed', 'failed'].includes(body.state)) return body;
      await delay(20);
    }
  }

  async function send(method: string, path: string, body?: object) {
    const answer = await fetch(url + path, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  }
});

import { ConfigModule, loadConfig } from '@hal0/config';
import { HardwareModule } from '@hal0/hardware';
import { PlatformModule } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { RegistryModule } from '@hal0/registry';
import { FakeHub } from '@hal0/registry/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const DEMO = fileURLToPath(new URL('../../../installer/demo/models', import.meta.url));
const CHAT = `${DEMO}/hal0-demo-chat-2m-q8_0.gguf`;

describe('looking for models over HTTP', () => {
  const { paths, remove } = temporaryHome();
  let hub: FakeHub;
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    hub = await FakeHub.start();
    mkdirSync(dirname(paths.hal0Toml), { recursive: true });
    writeFileSync(paths.hal0Toml, `[models]\nhub_url = "${hub.url}"\n`);
    const platform = PlatformModule.register({ paths });
    const config = ConfigModule.register({ imports: [platform], config: loadConfig(paths, {}), environment: {} });
    const hardware = HardwareModule.register({ imports: [platform, config] });
    const registry = RegistryModule.register({ imports: [platform, config, hardware] });
    @Module({ imports: [platform, config, hardware, registry] })
    class App {}
    app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api/models`;
  });

  afterAll(async () => {
    await app.close();
    await hub.stop();
    remove();
  });

  it('inspects a repository of the configured hub', async () => {
    hub.add('org/Demo-GGUF', { 'demo-Q8_0.gguf': CHAT }, { license: 'apache-2.0' });
    expect(await post('/inspect', { source: 'org/Demo-GGUF:q8_0' })).toMatchObject({
      status: 200,
      body: {
        repository: 'org/Demo-GGUF',
        license: 'apache-2.0',
        gated: false,
        variants: [
          { name: 'Q8_0', fits: 'yes', recommended: true, fitMessage: expect.stringMatching(/^needs \d+ MiB of/) },
        ],
        mmproj: [],
        suggested: { id: 'demo-Q8_0', type: 'llm', labels: ['tool-calling'] },
        facts: { architecture: 'llama', chatTemplate: true },
        installed: [],
        problem: null,
      },
    });
    expect((await post('/inspect', {})).status).toBe(422);
  });

  it('lists the catalogue with what fits and what is here', async () => {
    const models = (await (await fetch(`${url}/catalogue`)).json()) as { id: string; [key: string]: unknown }[];
    expect(models.length).toBeGreaterThan(40);
    expect(models.find(({ id }) => id === 'Whisper-Tiny')).toMatchObject({
      type: 'transcription',
      installed: false,
      fits: 'yes',
      files: [{ role: 'main', repository: 'ggerganov/whisper.cpp', path: 'ggml-tiny.bin' }],
    });
    await post('', { id: 'Whisper-Tiny', path: `${DEMO}/hal0-demo-whisper-en.bin` });
    const again = (await (await fetch(`${url}/catalogue`)).json()) as { id: string; [key: string]: unknown }[];
    expect(again.find(({ id }) => id === 'Whisper-Tiny')).toMatchObject({ installed: true });
  });

  it('scans a folder, first to see and then to add', async () => {
    const wish = { paths: [DEMO] };
    const { body } = await post('/scan/preview', wish);
    expect(body.models).toMatchObject([
      { id: 'hal0-demo-chat-2m-q8_0', type: 'llm', state: 'new', files: [CHAT], mmproj: null, problem: null },
      { type: 'embedding' },
      { type: 'reranking' },
      { id: 'Whisper-Tiny', type: 'transcription', state: 'known' },
    ]);
    const ids = (body.models as { id: string }[]).map(({ id }) => id);
    expect(await post('/scan', wish)).toMatchObject({ status: 200, body: { added: ids.slice(0, 3), skipped: [] } });
    expect(await post('/scan', { models: [{ path: CHAT, id: 'twice' }] })).toMatchObject({
      body: { added: ['twice'] },
    });
    expect((await post('/scan', { paths: ['relative'] })).status).toBe(422);
  });

  async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
});

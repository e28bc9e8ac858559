import { FakeHub } from '@hal0/registry/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CatalogueModel } from '../../catalogue/catalogue-model.js';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { HubClient } from '../../hub/hub-client.js';
import { HubTransport } from '../../hub/hub-transport.js';
import { ggufBytes } from '../../testing/gguf-bytes.js';
import { PullPlanner } from './pull-planner.service.js';

const GGUF = ggufBytes({ 'general.architecture': 'llama' });
const GGML = Buffer.concat([Buffer.from('6c6d6767', 'hex'), Buffer.alloc(100)]);
const PICKLE = Buffer.from('80027d7100', 'hex');

const CURATED: CatalogueModel = {
  ...{ id: 'painter', name: 'Painter', description: 'Paints.', type: 'image', recipe: 'sd-cpp', license: 'mit' },
  ...{ gated: false, labels: ['image'], sizeBytes: 3 },
  files: [
    { role: 'main', repository: 'org/painter', path: 'painter-Q8_0.gguf' },
    { role: 'vae', repository: 'org/parts', path: 'split/vae/ae.safetensors' },
    { role: 'text_encoder', repository: 'org/parts', path: 'split/text/ae.safetensors' },
  ],
};

const GONE: CatalogueModel = {
  ...CURATED,
  id: 'gone',
  files: [{ role: 'main', repository: 'org/painter', path: 'gone.gguf' }],
};

describe('PullPlanner', () => {
  let hub: FakeHub;
  let transport: HubTransport;
  let planner: PullPlanner;

  beforeAll(async () => {
    hub = await FakeHub.start();
    transport = new HubTransport({ hubUrl: hub.url, token: () => undefined });
    planner = new PullPlanner(new HubClient(transport), new CatalogueService([CURATED, GONE]));
    hub.add('org/eyes-GGUF', {
      'eyes-Q8_0.gguf': GGUF,
      'big/eyes-Q4_K_M-00001-of-00002.gguf': GGUF,
      'big/eyes-Q4_K_M-00002-of-00002.gguf': GGUF,
      'mmproj-F16.gguf': GGUF,
    });
    hub.add('org/ears', { 'ggml-base.bin': GGML });
    hub.add('org/old', { 'pytorch_model.bin': PICKLE, 'model.ckpt': PICKLE });
    hub.add('org/trap', { 'ggml-trap.bin': PICKLE, 'good-Q4_0.gguf': GGUF });
    hub.add('org/empty', { 'README.md': Buffer.from('#') });
    hub.add('org/painter', { 'painter-Q8_0.gguf': GGUF });
    hub.add('org/parts', { 'split/vae/ae.safetensors': GGUF, 'split/text/ae.safetensors': GGUF });
  });
  afterAll(async () => {
    await transport.close();
    await hub.stop();
  });

  const filesOf = async (source: string) =>
    (await planner.plan({ source })).files.map(({ role, name }) => `${role} ${name}`);

  it.each([
    [
      'org/eyes-GGUF',
      ['main eyes-Q4_K_M-00001-of-00002.gguf', 'shard eyes-Q4_K_M-00002-of-00002.gguf', 'mmproj mmproj-F16.gguf'],
    ],
    ['org/eyes-GGUF:q8_0', ['main eyes-Q8_0.gguf', 'mmproj mmproj-F16.gguf']],
    ['org/eyes-GGUF:eyes-Q8_0.gguf', ['main eyes-Q8_0.gguf', 'mmproj mmproj-F16.gguf']],
    ['org/ears', ['main ggml-base.bin']],
    ['Painter', ['main painter-Q8_0.gguf', 'vae ae.safetensors', 'text_encoder text_encoder-2-ae.safetensors']],
  ])('knows which files %s means', async (source, files) => {
    expect(await filesOf(source)).toEqual(files);
  });

  it('names the model after its file, and says where it is from', async () => {
    expect(await planner.plan({ source: 'org/eyes-GGUF' })).toMatchObject({
      ...{ modelId: 'eyes-Q4_K_M', name: 'eyes Q4_K_M', labels: ['vision'], license: 'apache-2.0' },
      origin: { kind: 'hub', repository: 'org/eyes-GGUF', revision: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    expect(await planner.plan({ source: 'painter' })).toMatchObject({
      ...{ modelId: 'painter', type: 'image', recipe: 'sd-cpp', origin: { catalogueId: 'painter' } },
    });
  });

  it('takes a file from any address, and keeps the key in it to itself', async () => {
    const source = `${hub.networkUrl}/org/ears/ggml-base.bin?key=secret`;
    const plan = await planner.plan({ source, id: 'ears' });
    expect(plan).toMatchObject({
      ...{ modelId: 'ears', source: `${hub.networkUrl}/org/ears/ggml-base.bin` },
      files: [{ role: 'main', name: 'ggml-base.bin', url: source, sizeBytes: GGML.length }],
    });
    expect(plan.origin.url).not.toContain('secret');
  });

  it.each([
    ['org/old', 'pull.unsafe_format'],
    ['org/old:model.ckpt', 'pull.unsafe_format'],
    ['org/old:pytorch_model.bin', 'pull.unsafe_format'],
    ['org/trap:ggml-trap.bin', 'pull.unsafe_format'],
    ['org/empty', 'pull.source_invalid'],
    ['org/eyes-GGUF:Q2_K', 'pull.source_invalid'],
    ['gone', 'pull.file_gone'],
    ['org/nobody', 'hub.not_found'],
    ['org/eyes-GGUF@v9', 'hub.not_found'],
    ['/srv/models/a.gguf', 'pull.source_invalid'],
    ['what is this', 'pull.source_invalid'],
    ['http://169.254.169.254/a.gguf', 'hub.address_forbidden'],
    ['http://user:password@example.com/a.gguf', 'hub.address_forbidden'],
    ['http://127.0.0.1:9/a.gguf', 'hub.unreachable'],
    ['http://127.0.0.1:9/a.exe', 'pull.source_invalid'],
  ])('refuses %s with %s', async (source, code) => {
    await expect(planner.plan({ source })).rejects.toMatchObject({ code });
  });

  it.each([
    ['html/page.gguf', 200, 'pull.not_a_model', 'it is a web page'],
    ['html/%ff.gguf', 200, 'pull.not_a_model', 'it is a web page'],
    ['html/page.gguf', 500, 'hub.unreachable', 'status 500: something is wrong there'],
  ])('says of %s with status %i what it is', async (path, status, code, words) => {
    const server = createServer((_request, response) => response.writeHead(status).end('<!doctype html><p>Sign in'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const source = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
    await expect(planner.plan({ source })).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    server.close();
  });

  it.each([`${'x'.repeat(240)}-Q8_0.gguf`, 'a\nb-Q8_0.gguf', '.hidden-Q8_0.gguf'])(
    'refuses a name that no file should have (%#)',
    async (name) => {
      hub.add('org/odd-GGUF', { [name]: GGUF });
      await expect(planner.plan({ source: 'org/odd-GGUF' })).rejects.toMatchObject({ code: 'pull.source_invalid' });
    },
  );

  it('fetches files whose names mean something in addresses and to a shell', async () => {
    const name = 'ä %41 "$(x)" #1? -Q8_0.gguf';
    hub.add('org/odd-GGUF', { [`sub dir/${name}`]: GGUF });
    const { files } = await planner.plan({ source: 'org/odd-GGUF' });
    const answer = await transport.get(new URL(files[0]?.url ?? ''), {});
    answer.body.resume();
    expect([files[0]?.name, answer.status]).toEqual([name, 200]);
  });

  it('names the variants there are when the one wanted is not among them', async () => {
    await expect(planner.plan({ source: 'org/eyes-GGUF:Q2_K' })).rejects.toThrow(/Q4_K_M, Q8_0|Q8_0, Q4_K_M/);
  });

  it('does not fetch from this machine when the hub is elsewhere', async () => {
    const far = new HubTransport({ hubUrl: 'https://hub.example', token: () => undefined });
    const elsewhere = new PullPlanner(new HubClient(far), new CatalogueService([]));
    for (const host of ['127.0.0.1:9', 'localhost:9', '[::1]:9']) {
      const plan = elsewhere.plan({ source: `http://${host}/a.gguf` });
      await expect(plan).rejects.toMatchObject({ code: 'hub.address_forbidden' });
    }
    await far.close();
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpPools, SystemClock, writeFileAtomic } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LemonadeClient } from '../client/lemonade-client.js';
import { parseHealth } from '../client/lemonade-health.js';
import { FakeLemond } from '../testing/fake-lemond.js';
import { plainLoad } from '../testing/lemond-under-test.js';
import { LEMONADE_FAMILIES, type LemonadeFamily } from '../versions/lemonade-version.js';
import { loadBody } from './load-order.js';
import { ModelRegistrar } from './model-registrar.js';
import { canonicalName, type RuntimeModel } from './user-models.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A lemond that knows only what it is told, of either generation, and hal0's side of telling it. */
async function setup(generation: LemonadeFamily) {
  const { home, remove } = temporaryHome();
  cleanUps.push(remove);
  const configFolder = join(home, 'config');
  const hub = join(home, 'hub');
  await writeFileAtomic(join(configFolder, 'config.json'), JSON.stringify({ models_dir: hub }));
  const registrar = new ModelRegistrar(join(configFolder, 'user_models.json'), hub);
  await registrar.clear();
  const fake = await FakeLemond.start({ generation, configFolder });
  cleanUps.push(() => fake.stop());
  const pools = new HttpPools(new SystemClock());
  cleanUps.push(() => pools.onModuleDestroy());
  const client = new LemonadeClient(pools, fake.origin, {});
  await client.health();
  const load = async (model: RuntimeModel) => {
    await registrar.register(model, client);
    const body = loadBody(plainLoad(model), canonicalName(model.id), client.version);
    return client.load(body, new AbortController().signal);
  };
  const types = async () =>
    parseHealth(await client.health(), (name) => registrar.idOf(name)).models.map(({ id, type, recipe }) =>
      [id, type, recipe].join(' '),
    );
  return { fake, load, types, hub };
}

const MODELS: RuntimeModel[] = [
  { id: 'Org/Chat:Q8', type: 'llm', path: '/m/chat.gguf', recipe: 'llamacpp', labels: ['tool-calling'] },
  { id: 'embed', type: 'embedding', path: '/m/embed.gguf', recipe: 'llamacpp', labels: [] },
  { id: 'rerank', type: 'reranking', path: '/m/rerank.gguf', recipe: 'llamacpp', labels: [] },
  { id: 'hear', type: 'transcription', path: '/m/hear.bin', recipe: 'whispercpp', labels: [] },
  { id: 'draw', type: 'image', path: '/m/draw.gguf', recipe: 'sd-cpp', labels: [] },
  { id: 'npu-chat', type: 'llm', path: null, checkpoint: 'qwen3:0.6b', recipe: 'flm', labels: [] },
];

describe.each(LEMONADE_FAMILIES)('a running lemond of generation %s', (generation) => {
  it('is told of each model, and takes it for what it is', async () => {
    const { load, types } = await setup(generation);
    for (const model of MODELS.slice(0, 5)) expect(await load(model)).toBeUndefined();
    expect(await types()).toEqual([
      'Org/Chat:Q8 llm llamacpp',
      'embed embedding llamacpp',
      'rerank reranking llamacpp',
      'hear transcription whispercpp',
      'draw image sd-cpp',
    ]);
  });
});

describe('generation 10.6', () => {
  it('finds the file where it looks for its own downloads', async () => {
    const { load, hub, fake } = await setup('10.6');
    await load({ ...(MODELS[0] as RuntimeModel) });
    expect(readlinkSync(join(hub, 'models--Org-Chat:Q8/chat.gguf'))).toBe('/m/chat.gguf');
    expect(fake.requestsFor('/api/v1/pull')[0]?.body).toMatchObject({
      model_name: 'user.Org/Chat:Q8',
      recipe: 'llamacpp',
      local_import: true,
      embedding: false,
    });
  });

  it('finds every part of a split model there, and the projector by its name', async () => {
    const { load, hub, fake } = await setup('10.6');
    const files = [
      { role: 'main', path: '/m/a-00001-of-00002.gguf' },
      { role: 'shard', path: '/m/a-00002-of-00002.gguf' },
      { role: 'mmproj', path: '/m/eye.gguf' },
    ];
    const model = { id: 'seeing', type: 'llm', path: '/m/a-00001-of-00002.gguf', recipe: 'llamacpp' } as const;
    await load({ ...model, labels: ['vision'], files });
    const links = files.map(({ path }) => readlinkSync(join(hub, 'models--seeing', basename(path))));
    expect(links).toEqual(files.map(({ path }) => path));
    expect(fake.requestsFor('/api/v1/pull')[0]?.body).toMatchObject({ mmproj: 'eye.gguf', vision: true });
  });

  it('says so where it would load a model without one of its files', async () => {
    const { load } = await setup('10.6');
    const files = [{ role: 'vae', path: '/m/vae.safetensors' }];
    await expect(load({ ...(MODELS[4] as RuntimeModel), files })).rejects.toThrow('imports no vae');
  });

  it('says so where it could learn of a model only at its start', async () => {
    const { load } = await setup('10.6');
    const speech: RuntimeModel = { id: 'speak', type: 'tts', path: '/m/voice.json', recipe: 'kokoro', labels: [] };
    await expect(load(speech)).rejects.toMatchObject({
      code: 'lemonade.request_failed',
      message: expect.stringContaining('only when it starts'),
    });
  });
});

describe('FastFlowLM', () => {
  it('is asked for a model by the name it has there', async () => {
    const { load, types, fake } = await setup('2026');
    await load(MODELS[5] as RuntimeModel);
    expect(await types()).toEqual(['npu-chat llm flm']);
    expect(fake.requestsFor('/api/v1/load')[0]?.body).toEqual({
      model_name: 'user.npu-chat',
      pinned: true,
      flm_args: '--context-shift',
    });
  });

  it('keeps one model of a type on the NPU, beside those of other types', async () => {
    const { load, types } = await setup('2026');
    const flm = (id: string, type: RuntimeModel['type']): RuntimeModel => ({
      id,
      type,
      path: null,
      checkpoint: id,
      recipe: 'flm',
      labels: [],
    });
    for (const model of [
      flm('chat', 'llm'),
      flm('hear', 'transcription'),
      flm('embed', 'embedding'),
      flm('other', 'llm'),
    ])
      await load(model);
    expect(await types()).toEqual(['hear transcription flm', 'embed embedding flm', 'other llm flm']);
  });

  it('chats, hears and embeds in one process where the generation takes it so', async () => {
    const { load, fake } = await setup('10.6');
    fake.recipes.set('npu-chat', 'flm');
    await load({ ...(MODELS[5] as RuntimeModel) });
    const backend = fake.loaded.get('npu-chat')?.backend.origin;
    const answer = await fetch(`${backend}/v1/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'embed', input: 'a' }),
    });
    expect(await answer.json()).toMatchObject({ data: [{ embedding: expect.any(Array) }] });
  });
});

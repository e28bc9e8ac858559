import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readCatalogue, type CatalogueModel, type ModelDto } from '@hal0/registry';
import { FakeHub, projectorBytes } from '@hal0/registry/testing';
import type { BundleDto, BundleRunDto, BundlesDto, SetupStateDto } from '@hal0/setup';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE, DEMO_MODELS, Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

interface Manifest {
  id: string;
  models: { id: string; catalogue: string }[];
  slots: { slot: string; model: string }[];
}

const MANIFESTS = join(CLONE, 'libs/setup/bundles');
const BUNDLES = readdirSync(MANIFESTS)
  .toSorted()
  .map((name) => JSON.parse(readFileSync(join(MANIFESTS, name), 'utf8')) as Manifest);
const CATALOGUE = readCatalogue();
/** The published models are gigabytes; these have the same names and formats. */
const SMALL: Readonly<Record<string, Buffer>> = {
  llm: readFileSync(join(DEMO_MODELS, 'hal0-demo-chat-2m-q8_0.gguf')),
  embedding: readFileSync(join(DEMO_MODELS, 'hal0-demo-embed-2m-q8_0.gguf')),
  reranking: readFileSync(join(DEMO_MODELS, 'hal0-demo-rerank-2m-q8_0.gguf')),
  transcription: readFileSync(join(DEMO_MODELS, 'hal0-demo-whisper-en.bin')),
  tts: Buffer.from('{"a voice": "of no use"}'),
};
const SOME_GGUF = SMALL['llm'] as Buffer;

/** Slots that shrunken files can serve: nobody makes a projector so small that `primary` could see with it. */
const QUESTIONS: Readonly<Record<string, readonly [path: string, body: object]>> = {
  coder: ['/v1/chat/completions', { max_tokens: 4, messages: [{ role: 'user', content: 'Hello' }] }],
  embed: ['/v1/embeddings', { input: 'Hello' }],
  rerank: ['/v1/rerank', { query: 'a box', documents: ['a crate', 'a cloud'] }],
};

const modelNamed = (id: string) => CATALOGUE.find((model) => model.id === id) as CatalogueModel;

/** A hub with every file of every bundle, shrunken. */
async function hubOfBundles(): Promise<FakeHub> {
  const repositories = new Map<string, Record<string, Buffer>>();
  for (const id of new Set(BUNDLES.flatMap(({ models }) => models.map(({ catalogue }) => catalogue)))) {
    const { type, files } = modelNamed(id);
    for (const { repository, path, role } of files) {
      const contents = repositories.get(repository) ?? {};
      const content = role === 'mmproj' ? projectorBytes() : (SMALL[type] ?? SOME_GGUF);
      repositories.set(repository, { ...contents, [path]: content });
    }
  }
  const hub = await FakeHub.start();
  for (const [id, contents] of repositories) hub.add(id, contents);
  return hub;
}

const box = (hub: FakeHub, ramGib: number) =>
  new Hal0Process({
    toml: `[models]\nhub_url = "${hub.url}"\n`,
    environment: { HAL0_HOST_RAM_GB: String(ramGib) },
  });

/** The manifests name the sizes of the published files, for which a test machine need not have the disk. */
const apply = (hal0: Hal0Process, bundle: string) =>
  hal0.request<BundleRunDto>('POST', `/api/bundles/${bundle}/apply`, { force: true });

const latestRun = async (hal0: Hal0Process) => (await hal0.request<BundleRunDto>('GET', '/api/bundles/run')).body;

async function endOfRun(hal0: Hal0Process): Promise<BundleRunDto> {
  await hal0.until(async () => (await latestRun(hal0)).state !== 'running', 'the end of the run');
  return latestRun(hal0);
}

const modelsOf = async (hal0: Hal0Process) => (await hal0.request<ModelDto[]>('GET', '/api/models')).body;

let hub: FakeHub;
beforeAll(async () => {
  hub = await hubOfBundles();
});
afterEach(() => hub.heal());
afterAll(() => hub.stop());

describe.each([
  [15.6, ['hal0-lite'], 'hal0-lite'],
  [31.2, ['hal0-lite', 'hal0-default'], 'hal0-default'],
  [62.5, ['hal0-lite', 'hal0-default', 'hal0-pro'], 'hal0-pro'],
  [125, ['hal0-lite', 'hal0-default', 'hal0-pro', 'hal0-max', 'lmx-omni-52b-halo'], 'hal0-max'],
])('a box with %s GiB', (ramGib, open, recommended) => {
  let hal0: Hal0Process;
  beforeAll(async () => {
    hal0 = box(hub, ramGib);
    await hal0.start();
  });
  afterAll(() => hal0.stop());

  it(`is offered ${open.join(', ')}`, async () => {
    const { body } = await hal0.request<BundlesDto>('GET', '/api/bundles');
    const tiers = body.bundles.filter(({ minRamGb }) => minRamGb !== null);
    expect(tiers.map(({ id }) => id)).toEqual(BUNDLES.map(({ id }) => id));
    expect(tiers.filter(({ eligible }) => eligible).map(({ id }) => id)).toEqual(open);
    expect(tiers.filter((bundle) => bundle.recommended).map(({ id }) => id)).toEqual([recommended]);
    expect(body).toMatchObject({ usableRamGib: ramGib, pickerPending: true, choice: null, run: null });
  });

  it('is refused the others, with the numbers, and downloads nothing', async () => {
    for (const { id } of BUNDLES.filter((bundle) => !open.includes(bundle.id))) {
      const answer = await hal0.request('POST', `/api/bundles/${id}/apply`, {});
      expect(answer).toMatchObject({
        status: 409,
        body: {
          error: {
            code: 'bundle.not_eligible',
            message: expect.stringContaining(`this one has ${ramGib.toFixed(1)} GiB`),
          },
        },
      });
    }
    expect((await hal0.request('GET', '/api/bundles/run')).status).toBe(404);
    expect((await hal0.request('GET', '/api/pulls')).body).toEqual([]);
  });
});

describe.each(BUNDLES.map((manifest) => [manifest.id, manifest] as const))('the bundle %s', (id, manifest) => {
  let hal0: Hal0Process;
  beforeAll(async () => {
    hal0 = box(hub, 125);
    await hal0.start();
  });
  afterAll(() => hal0.stop());

  it('brings all its models and sets all its slots, which answer', async () => {
    const { status, body: started } = await apply(hal0, id);
    expect({ status, bundle: started.bundle }).toEqual({ status: 202, bundle: id });
    const run = await endOfRun(hal0);
    expect(run.models.filter(({ state }) => state !== 'ready')).toEqual([]);
    expect(run.slots.filter(({ state }) => state !== 'done')).toEqual([]);
    expect(run).toMatchObject({ id: started.id, state: 'completed', percent: 100, bytesDone: run.bytesTotal });

    const models = await modelsOf(hal0);
    expect(models.map((model) => model.id).toSorted()).toEqual(manifest.models.map((model) => model.id).toSorted());
    for (const model of models) {
      expect(model).toMatchObject({ type: modelNamed(model.id).type, state: 'ready' });
      expect(model.files.map(({ role }) => role).toSorted()).toEqual(
        modelNamed(model.id)
          .files.map(({ role }) => role)
          .toSorted(),
      );
      for (const { path, sizeBytes } of model.files) expect(statSync(path).size).toBe(sizeBytes);
    }
    for (const { slot, model } of manifest.slots) {
      expect(await hal0.slot(slot)).toMatchObject({ model, enabled: true });
    }
    for (const { slot } of manifest.slots.filter((each) => each.slot in QUESTIONS)) {
      const [path, body] = QUESTIONS[slot] as readonly [string, object];
      const answer = await hal0.request('POST', path, { model: slot, ...body });
      expect({ slot, status: answer.status, body: answer.body }).toMatchObject({ slot, status: 200 });
    }
  });

  it('is the choice of this box, and done a second time fetches nothing', async () => {
    const bundle = (await hal0.request<BundleDto>('GET', `/api/bundles/${id.toUpperCase()}`)).body;
    expect(bundle).toMatchObject({ id, applied: true, downloadBytes: 0 });
    const { body } = await hal0.request<BundlesDto>('GET', '/api/bundles');
    expect(body).toMatchObject({ pickerPending: false, choice: { bundle: id, skipped: false } });
    const before = hub.bytesServed();
    await apply(hal0, id);
    expect((await endOfRun(hal0)).state).toBe('completed');
    expect(hub.bytesServed()).toBe(before);
  });
});

describe('a bundle that does not come about at once', () => {
  let hal0: Hal0Process;
  afterEach(() => hal0.stop());
  const EMBED = 'nomic-ai/nomic-embed-text-v1.5-GGUF/nomic-embed-text-v1.5.Q8_0.gguf';
  const SPEECH = 'ggerganov/whisper.cpp/ggml-tiny.bin';

  it('goes on past a model that fails, says which, and brings only that one the next time', async () => {
    hal0 = await box(hub, 31.2).start();
    hub.fail(EMBED, { kind: 'garbled', oneIn: 1_000 }, { times: 1_000 });
    await apply(hal0, 'hal0-default');
    const run = await endOfRun(hal0);
    expect(run.state).toBe('incomplete');
    expect(run.percent).toBeLessThan(100);
    expect(run.models.filter(({ state }) => state !== 'ready')).toMatchObject([
      { id: 'nomic-embed-text-v1.5-q8_0', state: 'failed', error: { code: 'pull.checksum_mismatch' } },
    ]);
    expect(run.slots.filter(({ state }) => state !== 'done')).toMatchObject([
      { slot: 'embed', state: 'failed', error: { code: 'bundle.model_failed' } },
    ]);
    expect((await modelsOf(hal0)).map(({ id }) => id)).not.toContain('nomic-embed-text-v1.5-q8_0');

    hub.heal();
    const before = hub.bytesServed(SPEECH);
    await apply(hal0, 'hal0-default');
    expect(await endOfRun(hal0)).toMatchObject({ state: 'completed', percent: 100 });
    expect(hub.bytesServed(SPEECH)).toBe(before);
  });

  it('goes on by itself after hal0 was killed', async () => {
    hal0 = await box(hub, 31.2).start();
    hub.fail(SPEECH, { kind: 'slow', bytesPerSecond: 300_000 }, { times: 1_000 });
    const { id } = (await apply(hal0, 'hal0-default')).body;
    await hal0.until(
      async () => (await latestRun(hal0)).models.some((model) => model.id === 'Whisper-Tiny' && model.bytesDone > 0),
      'speech to arrive',
    );
    await hal0.crash();
    hub.heal();
    await hal0.start();
    expect(await endOfRun(hal0)).toMatchObject({ id, state: 'completed', percent: 100 });
    expect(await hal0.slot('stt')).toMatchObject({ model: 'Whisper-Tiny', enabled: true });
  });

  it('is refused before anything is fetched when the disk is too small for it, and says how much is missing', async () => {
    hal0 = await box(hub, 31.2).start();
    const model = { id: 'vast', type: 'llm', sizeBytes: 1e15, source: 'unsloth/Qwen3.5-0.8B-GGUF' };
    const slots = [{ slot: 'primary', model: 'vast' }];
    const about = { schemaVersion: 1, id: 'vast', name: 'Vast', description: 'A petabyte.', toy: false };
    expect((await hal0.request('POST', '/api/bundles/import', { ...about, models: [model], slots })).status).toBe(201);
    expect(await hal0.request('POST', '/api/bundles/vast/apply')).toMatchObject({
      status: 507,
      body: {
        error: {
          code: 'bundle.insufficient_disk',
          message: expect.stringContaining('1000000.0 GB'),
          details: { neededBytes: 1e15, freeBytes: expect.any(Number) },
        },
      },
    });
    expect((await hal0.request('GET', '/api/bundles/run')).status).toBe(404);
    expect(await hal0.slot('primary')).toMatchObject({ model: null, enabled: false });
    expect((await hal0.request('GET', '/api/setup/state')).body).toMatchObject({ firstRun: true, pickerPending: true });
  });

  it('leaves alone what hal0.toml holds, and says where it stands', async () => {
    const toml = `[models]\nhub_url = "${hub.url}"\n[slots.embed]\nenabled = false\n`;
    hal0 = await new Hal0Process({ toml, environment: { HAL0_HOST_RAM_GB: '31.2' } }).start();
    await apply(hal0, 'hal0-default');
    const run = await endOfRun(hal0);
    expect(run.state).toBe('incomplete');
    expect(run.slots.filter(({ state }) => state !== 'done')).toMatchObject([
      { slot: 'embed', state: 'failed', error: { message: expect.stringContaining('hal0.toml:4') } },
    ]);
    expect(await hal0.slot('embed')).toMatchObject({ enabled: false });
    expect(await hal0.slot('stt')).toMatchObject({ model: 'Whisper-Tiny', enabled: true });
  });

  it('stops when it is cancelled, and another can be chosen', async () => {
    hal0 = await box(hub, 31.2).start();
    hub.fail(SPEECH, { kind: 'slow', bytesPerSecond: 100_000 }, { times: 1_000 });
    await apply(hal0, 'hal0-default');
    expect(await apply(hal0, 'hal0-lite')).toMatchObject({
      status: 409,
      body: { error: { code: 'bundle.run_active' } },
    });
    expect((await hal0.request<BundleRunDto>('POST', '/api/bundles/run/cancel')).body.state).toBe('cancelled');
    hub.heal();
    await apply(hal0, 'hal0-lite');
    expect(await endOfRun(hal0)).toMatchObject({ bundle: 'hal0-lite', state: 'completed' });
  });
});

describe('the layout of a box, exported as a bundle', () => {
  const boxes: Hal0Process[] = [];
  const another = async () => {
    const hal0 = await box(hub, 15.6).start();
    boxes.push(hal0);
    return hal0;
  };
  afterAll(() => Promise.all(boxes.map((each) => each.stop())));

  it('makes another box the same', async () => {
    const first = await another();
    await apply(first, 'hal0-lite');
    await endOfRun(first);
    await first.request('PATCH', '/api/slots/primary', { contextSize: 2_048 });
    const manifest = (await first.request<object>('GET', '/api/bundles/export?name=Office%20box')).body;
    expect(JSON.stringify(manifest)).not.toContain(first.home);

    const second = await another();
    expect(await second.request('POST', '/api/bundles/import/preview', manifest)).toMatchObject({
      status: 200,
      body: { downloads: [{ model: 'qwen3.5-0.8b' }], unavailable: [], slots: [{ slot: 'primary', change: 'set' }] },
    });
    expect((await second.request('GET', '/api/bundles/office-box')).status).toBe(404);
    expect((await second.request('POST', '/api/bundles/import', manifest)).status).toBe(201);
    await apply(second, 'office-box');
    expect(await endOfRun(second)).toMatchObject({ state: 'completed', name: 'Office box' });
    expect(await second.slot('primary')).toMatchObject({ model: 'qwen3.5-0.8b', contextSize: 2_048, enabled: true });
  });
});

describe('the first run', () => {
  let hal0: Hal0Process;
  const FROM_AFAR = { 'x-forwarded-for': '192.0.2.7' };
  const change = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(hal0.url + path, { method: 'POST', headers });
    return { status: response.status, body: (await response.json()) as object };
  };
  beforeAll(async () => {
    hal0 = await box(hub, 15.6).start();
  });
  afterAll(() => hal0.stop());

  it('fetches nothing that nobody has chosen', async () => {
    const { body } = await hal0.request<SetupStateDto>('GET', '/api/setup/state');
    expect(body).toMatchObject({ firstRun: true, completedAt: null, codeRequired: false, hasModels: false });
    expect((await hal0.request('GET', '/api/pulls')).body).toEqual([]);
  });

  it('lets nobody else change anything without the code of the box, which is for its owner alone', async () => {
    const lock = join(hal0.paths.state, '.first-run.lock');
    expect(statSync(lock).mode & 0o777).toBe(0o600);
    const code = readFileSync(lock, 'utf8').trim();
    const changes = ['pulls', 'models', 'slots', 'keys', 'upstreams', 'settings/reload', 'doctor/fix', 'bundles/skip'];
    for (const path of changes) {
      expect({ path, ...(await change(`/api/${path}`, FROM_AFAR)) }).toMatchObject({
        ...{ path, status: 401 },
        body: { error: { code: 'setup.code_missing', details: { file: lock } } },
      });
    }
    const wrong = await change('/api/bundles/skip', { ...FROM_AFAR, 'x-hal0-setup-code': 'guess' });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'setup.code_invalid' } } });
    expect(JSON.stringify(wrong)).not.toContain(code);
    // A door of its own, and requests to models, need none.
    expect((await change('/api/session', FROM_AFAR)).status).toBe(422);
    expect((await change('/v1/chat/completions', FROM_AFAR)).status).toBe(400);
    expect((await change('/api/settings/reload', { ...FROM_AFAR, 'x-hal0-setup-code': code })).status).toBe(200);
    const right = { ...FROM_AFAR, 'x-hal0-setup-code': code };
    expect(await change('/api/bundles/skip', right)).toMatchObject({ status: 200, body: { skipped: true } });
    expect(existsSync(lock)).toBe(false);
    expect((await change('/api/settings/reload', FROM_AFAR)).status).toBe(200);
  });

  it('is over once it is said to be, and stays so after a restart', async () => {
    expect((await change('/api/setup/complete', {})).status).toBe(200);
    await hal0.crash();
    await hal0.start();
    const { body } = await hal0.request<SetupStateDto>('GET', '/api/setup/state');
    expect(body).toMatchObject({ firstRun: false, pickerPending: false, completedAt: expect.any(String) });
    expect((await hal0.request('GET', '/api/pulls')).body).toEqual([]);
  });
});

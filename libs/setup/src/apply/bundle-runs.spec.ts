import { AuditEvent } from '@hal0/platform';
import { HubUnreachableError } from '@hal0/registry';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readFileSync, writeFileSync } from 'node:fs';
import { setupFixture } from '../testing/setup-fixture.js';
import { BundleRunEvent } from './bundle-run.event.js';

// What goes wrong on purpose here would only clutter the output.
Logger.overrideLogger(false);

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function setup(options: Parameters<typeof setupFixture>[0] = {}) {
  const fixture = await setupFixture(options);
  cleanups.push(fixture.close);
  const run = () => fixture.bundles.latestRun();
  return { ...fixture, run, states: () => run()?.slots.map(({ slot, state }) => `${slot} ${state}`) };
}

const DEFAULT_MODELS = ['qwen3.5-9b', 'nomic-embed-text-v1.5-q8_0', 'Whisper-Tiny', 'kokoro-v1'];

describe('the application of a bundle', () => {
  it('downloads the models of hal0-Default and sets each slot as soon as its model is there', async () => {
    const { bundles, pulls, slots, step, run, states } = await setup();
    const begun = await bundles.apply('hal0-Default');
    expect(begun.bytesTotal).toBe((await bundles.get('hal0-default')).downloadBytes);
    expect(begun).toMatchObject({ state: 'running', bundle: 'hal0-default', name: 'hal0-Default', percent: 0 });
    await step();
    expect(pulls.started.map(({ source, id }) => [source, id])).toEqual(DEFAULT_MODELS.map((id) => [id, id]));
    expect(slots.list().filter(({ enabled }) => enabled)).toEqual([]);

    await pulls.arrive('Whisper-Tiny');
    await step();
    expect(states()).toEqual(['primary waiting', 'embed waiting', 'stt done', 'tts waiting']);
    expect(slots.get('stt')).toMatchObject({
      model: 'Whisper-Tiny',
      enabled: true,
      pinned: true,
      device: 'gpu-vulkan',
    });

    for (const id of DEFAULT_MODELS.filter((model) => model !== 'Whisper-Tiny')) await pulls.arrive(id);
    await step();
    expect(run()).toMatchObject({ state: 'completed', percent: 100, secondsLeft: null });
    expect(slots.get('tts')).toMatchObject({ model: 'kokoro-v1', enabled: true, device: 'cpu' });
    expect(await bundles.get('hal0-default')).toMatchObject({ applied: true, downloadBytes: 0 });
  });

  it('makes the slot for code, off until its model is there, and evictable then', async () => {
    const { bundles, pulls, slots, step } = await setup();
    await bundles.apply('hal0-pro');
    expect(slots.get('coder')).toMatchObject({ type: 'llm', enabled: false, model: null });
    await step();
    for (const { id } of pulls.started) await pulls.arrive(id);
    await step();
    const set = slots.list().filter(({ enabled }) => enabled);
    expect(set.map(({ name, model, pinned }) => [name, model, pinned])).toEqual([
      ['primary', 'Qwen3.6-27B-MTP-GGUF', true],
      ['embed', 'nomic-embed-text-v1.5-q8_0', true],
      ['rerank', 'bge-reranker-v2-m3-q4_k_m', true],
      ['stt', 'Whisper-Base', true],
      ['tts', 'kokoro-v1', true],
      ['img', 'SD-Turbo-GGUF', false],
      ['coder', 'Qwen3-Coder-30B-A3B-Instruct-GGUF', false],
    ]);
  });

  it('shows one progress over all downloads', async () => {
    const { bundles, pulls, step, run, events } = await setup();
    await bundles.apply('hal0-default');
    await step();
    pulls.set('qwen3.5-9b', { bytesDone: 500, bytesPerSecond: 60 });
    pulls.set('kokoro-v1', { bytesDone: 500, bytesPerSecond: 40 });
    await step();
    expect(run()).toMatchObject({
      bytesTotal: 4_000,
      bytesDone: 1_000,
      percent: 25,
      bytesPerSecond: 100,
      secondsLeft: 30,
    });
    expect(events.ofType(BundleRunEvent).at(-1)?.run).toEqual(run());
  });

  it('goes on after one download failed, and says at the end what is missing', async () => {
    const { bundles, pulls, slots, step, run, states, events } = await setup();
    await bundles.apply('hal0-default');
    await step();
    pulls.set('qwen3.5-9b', { state: 'failed', error: { code: 'pull.checksum_mismatch', message: 'It is damaged.' } });
    for (const id of DEFAULT_MODELS.slice(1)) await pulls.arrive(id);
    await step();
    expect(states()).toEqual(['primary failed', 'embed done', 'stt done', 'tts done']);
    expect(run()).toMatchObject({
      state: 'incomplete',
      models: [{ id: 'qwen3.5-9b', state: 'failed', error: { code: 'pull.checksum_mismatch' } }, {}, {}, {}],
      slots: [{ slot: 'primary', error: { code: 'bundle.model_failed' } }, {}, {}, {}],
    });
    expect(slots.get('primary')).toMatchObject({ enabled: false, model: null });
    const audit = events.ofType(AuditEvent).findLast(({ record }) => record.action === 'bundle.apply');
    expect(audit?.record).toMatchObject({
      outcome: 'failed',
      details: { missing: ['It is damaged.', expect.anything()] },
    });

    // Applied again, it knows the sizes of what is here, and fetches what is missing alone.
    pulls.started.splice(0);
    await bundles.apply('hal0-default');
    await step();
    expect(pulls.started.map(({ id }) => id)).toEqual(['qwen3.5-9b']);
    await pulls.arrive('qwen3.5-9b');
    await step();
    expect(run()).toMatchObject({ state: 'completed' });
  });

  it('leaves a slot alone that a file of a person holds, and says so', async () => {
    const { bundles, slots, run } = await setup({ files: { 'slots/embed.toml': 'enabled = false\n' } });
    await bundles.apply('hal0-demo');
    expect(run()).toMatchObject({
      state: 'incomplete',
      slots: [{}, { slot: 'embed', state: 'failed' }, {}, {}, {}, {}],
    });
    expect(run()?.slots[1]?.error).toMatchObject({ code: 'slot.field_overridden' });
    expect(slots.list().filter(({ enabled }) => enabled)).toHaveLength(5);
  });

  it('asks a hub again that could not be reached, and gives up after a minute', async () => {
    const { bundles, pulls, clock, step, run } = await setup();
    const away = new HubUnreachableError('huggingface.co', 'no route to host');
    for (const id of ['Whisper-Tiny', 'kokoro-v1']) pulls.refusals.set(id, away);
    await bundles.apply('hal0-default');
    await step();
    const stateOf = (id: string) => run()?.models.find((model) => model.id === id);
    expect(stateOf('kokoro-v1')).toMatchObject({ state: 'waiting', error: { code: 'hub.unreachable' } });
    pulls.refusals.delete('kokoro-v1');
    for (let second = 0; second < 70; second++) await step();
    expect(clock.monotonic()).toBeGreaterThan(62_000);
    expect(stateOf('kokoro-v1')).toMatchObject({ state: 'pulling', error: null });
    expect(stateOf('Whisper-Tiny')).toMatchObject({ state: 'failed', error: { code: 'hub.unreachable' } });
    expect(run()).toMatchObject({ state: 'running' });
  });

  it('goes on after a restart, with a download that the new process does not know too', async () => {
    const { bundles, pulls, slots, step, runs, start } = await setup();
    await bundles.apply('hal0-default');
    await step();
    await pulls.arrive('Whisper-Tiny');
    await runs.onModuleDestroy();
    pulls.forget();

    const next = start();
    cleanups.unshift(() => next.runs.onModuleDestroy());
    await next.runs.onApplicationBootstrap();
    await step();
    expect(slots.get('stt')).toMatchObject({ model: 'Whisper-Tiny', enabled: true });
    expect(pulls.started.slice(4).map(({ id }) => id)).toEqual(DEFAULT_MODELS.filter((id) => id !== 'Whisper-Tiny'));
    for (const id of DEFAULT_MODELS.filter((model) => model !== 'Whisper-Tiny')) await pulls.arrive(id);
    await step();
    expect(next.bundles.latestRun()).toMatchObject({ state: 'completed' });
  });

  it('is forgotten when its file cannot be read, and the start goes on', async () => {
    const { paths, start, bundles } = await setup();
    await bundles.apply('hal0-demo');
    writeFileSync(paths.bundleRun, '{"manifest": ');
    const next = start();
    await next.runs.onApplicationBootstrap();
    expect(next.bundles.latestRun()).toBeNull();
  });

  it('is cancelled with its downloads; what was set stays', async () => {
    const { bundles, pulls, slots, step, run } = await setup();
    await bundles.apply('hal0-default');
    await step();
    await pulls.arrive('Whisper-Tiny');
    await step();
    await expect(bundles.cancel()).resolves.toMatchObject({ state: 'cancelled' });
    expect(pulls.find('pull-of-qwen3.5-9b')).toMatchObject({ state: 'cancelled' });
    expect(run()?.slots.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'done', 'cancelled']);
    expect(slots.get('stt')).toMatchObject({ model: 'Whisper-Tiny', enabled: true });
    const written = pulls.started.length;
    await step();
    expect(pulls.started).toHaveLength(written);
  });

  it('puts three models on the NPU too when that was chosen, downloading nothing for them', async () => {
    const slot = (name: string, type: string) => `[slots.${name}]\ntype = "${type}"\ndevice = "npu"\n`;
    const npu = [slot('agent', 'llm'), slot('stt-npu', 'transcription'), slot('embed-npu', 'embedding')];
    const { bundles, registry, slots, pulls, step, run } = await setup({
      capabilities: `schema_version = 3\n${npu.join('')}`,
    });
    expect(await bundles.list()).toMatchObject({ npuAvailable: true });
    await bundles.apply('hal0-pro', { npuOptIn: true });
    await step();
    expect(['agent', 'stt-npu', 'embed-npu'].map((name) => slots.get(name))).toMatchObject([
      { model: 'gemma3-1b-flm', enabled: true, device: 'npu' },
      { model: 'whisper-v3-turbo-flm', enabled: true, device: 'npu' },
      { model: 'embed-gemma-300m-flm', enabled: true, device: 'npu' },
    ]);
    expect(registry.get('gemma3-1b-flm').checkpoint).toBe('gemma3:1b');
    expect(pulls.started).toHaveLength(7);
    expect(run()).toMatchObject({ npuOptIn: true, state: 'running' });
  });

  it('refuses another bundle meanwhile, and takes the same one for the same', async () => {
    const { bundles } = await setup();
    const { id } = await bundles.apply('hal0-default');
    await expect(bundles.apply('hal0-default')).resolves.toMatchObject({ id });
    await expect(bundles.apply('hal0-lite')).rejects.toMatchObject({ code: 'bundle.run_active', httpStatus: 409 });
  });

  it('is cancelled whole, also while it is about to begin', async () => {
    const { bundles, events, step } = await setup();
    const [begun, cancelled] = await Promise.all([bundles.apply('hal0-default'), bundles.cancel()]);
    expect([begun.state, cancelled.state]).toEqual(['running', 'cancelled']);
    expect(cancelled.id).toBe(begun.id);
    await step();
    expect(bundles.latestRun()).toEqual(cancelled);
    expect(events.ofType(BundleRunEvent).filter(({ run }) => run.state !== 'running')).toHaveLength(1);
  });

  it('waits with a slot that serves requests until they have ended', async () => {
    const { bundles, pulls, slots, step, states } = await setup();
    await bundles.apply('hal0-demo');
    await slots.loaded('primary');
    const lease = slots.tryAcquire(slots.all().find(({ name }) => name === 'primary')!);
    await bundles.apply('hal0-lite');
    await step();
    await pulls.arrive('qwen3.5-0.8b');
    await step();
    expect(states()).toEqual(['primary waiting']);
    expect(slots.get('primary').model).toBe('hal0-demo-chat');
    lease?.release();
    await step();
    expect(states()).toEqual(['primary done']);
    expect(slots.get('primary').model).toBe('qwen3.5-0.8b');
  });

  it('leaves a mark with the documented words, and keeps its time when nothing changes', async () => {
    const { bundles, paths, clock } = await setup();
    expect((await bundles.list()).pickerPending).toBe(true);
    await bundles.apply('hal0-demo');
    const mark = readFileSync(paths.bundleChosen, 'utf8');
    expect(JSON.parse(mark)).toMatchObject({
      ...{
        bundle: 'hal0-demo',
        name: 'hal0 demo',
        npu_opt_in: false,
        skipped: false,
        chosen_at: '2026-01-01T00:00:00Z',
      },
      assignments: [{ slot: 'primary', model_name: 'hal0-demo-chat', applied: true }, {}, {}, {}, {}, {}],
    });
    await clock.advance(60_000);
    await bundles.apply('hal0-demo');
    expect(readFileSync(paths.bundleChosen, 'utf8')).toBe(mark);
    expect(await bundles.list()).toMatchObject({ pickerPending: false, choice: { bundle: 'hal0-demo' } });
    writeFileSync(paths.bundleChosen, 'yes');
    expect(await bundles.list()).toMatchObject({ pickerPending: true, choice: null });
    await bundles.skip();
    expect(await bundles.list()).toMatchObject({ pickerPending: false, choice: { skipped: true, name: null } });
  });
});

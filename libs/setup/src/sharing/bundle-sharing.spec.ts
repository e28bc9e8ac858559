import { aModel } from '@hal0/registry/testing';
import { modelSource, type RegistryService } from '@hal0/registry';
import type { SlotDto, SlotsService } from '@hal0/slots';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupFixture } from '../testing/setup-fixture.js';
import { OwnLayout } from './own-layout.service.js';

Logger.overrideLogger(false);

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function setup(options: Parameters<typeof setupFixture>[0] = {}) {
  const fixture = await setupFixture(options);
  cleanups.push(fixture.close);
  return fixture;
}

const mine = (change: object = {}) => ({
  ...{ schemaVersion: 1, id: 'my-box', name: 'My box', description: 'Mine.', toy: false },
  models: [
    { id: 'small', type: 'llm', sizeBytes: 500, source: 'acme/small-GGUF:Q4_K_M', revision: 'a1b2c3' },
    { id: 'home-made', type: 'embedding', sizeBytes: 70 },
  ],
  slots: [
    { slot: 'primary', model: 'small', contextSize: 8_192 },
    { slot: 'notes', model: 'home-made' },
  ],
  ...change,
});

describe('a bundle from another box', () => {
  it('shows what it would change before anything is kept', async () => {
    const { sharing, paths, registry, slots } = await setup();
    await expect(sharing.preview(mine())).resolves.toMatchObject({
      ...{ bundle: 'my-box', sizeBytes: 570, downloadBytes: 500, unavailable: ['home-made'] },
      downloads: [{ model: 'small', source: 'acme/small-GGUF:Q4_K_M', sizeBytes: 500 }],
      slots: [
        {
          ...{ slot: 'primary', change: 'set' },
          changes: [
            { field: 'device', from: 'cpu', to: 'gpu-vulkan', heldBy: null },
            { field: 'contextSize', from: null, to: '8192', heldBy: null },
            { field: 'model', from: null, to: 'small', heldBy: null },
            { field: 'enabled', from: 'false', to: 'true', heldBy: null },
          ],
        },
        { slot: 'notes', change: 'create' },
      ],
    });
    expect(existsSync(paths.bundles)).toBe(false);
    expect([registry.list(), slots.get('primary').model]).toEqual([[], null]);
  });

  it('tells beforehand which fields somebody’s own file holds, and is told the same when it is applied', async () => {
    const text = '[slots.primary]\ncontext_size = 4096\n[slots.notes]\ntype = "embedding"\nmodel = "home-made"\n';
    const { sharing, bundles, pulls, slots, step, paths } = await setup({ files: { 'hal0.toml': text } });
    const { slots: planned } = await sharing.preview(mine());
    const held = planned.flatMap(({ slot, changes }) =>
      changes.flatMap(({ field, to, heldBy }) => (heldBy === null ? [] : [{ slot, field, to, heldBy }])),
    );
    expect(held).toEqual([{ slot: 'primary', field: 'contextSize', to: '8192', heldBy: `${paths.hal0Toml}:2` }]);
    const models = [mine().models[0], { ...mine().models[0], id: 'home-made', type: 'embedding' }];
    await sharing.import(mine({ models }));
    await bundles.apply('my-box');
    await step();
    for (const id of ['small', 'home-made']) await pulls.arrive(id);
    await step();
    expect(bundles.latestRun()?.slots).toMatchObject([
      { state: 'failed', error: { code: 'slot.field_overridden', message: expect.stringContaining('hal0.toml:2') } },
      { slot: 'notes', state: 'done' },
    ]);
    expect(slots.get('notes')).toMatchObject({ model: 'home-made', enabled: true });
  });

  it('stands beside the others once imported, is applied like them, and can be taken away', async () => {
    const { sharing, bundles, pulls, slots, step } = await setup();
    await expect(sharing.import(mine())).resolves.toMatchObject({ id: 'my-box', imported: true, applied: false });
    expect((await bundles.list()).bundles.at(-1)?.id).toBe('my-box');
    await bundles.apply('my-box');
    await step();
    expect(pulls.started).toEqual([{ source: 'acme/small-GGUF:Q4_K_M', id: 'small', type: 'llm', revision: 'a1b2c3' }]);
    await pulls.arrive('small');
    await step();
    expect(slots.get('primary')).toMatchObject({ model: 'small', contextSize: 8_192, enabled: true });
    expect(bundles.latestRun()).toMatchObject({
      state: 'incomplete',
      models: [{ state: 'ready' }, { state: 'failed', error: { code: 'bundle.model_unavailable' } }],
    });
    await sharing.remove('my-box');
    await expect(bundles.get('my-box')).rejects.toMatchObject({ code: 'bundle.not_found' });
    expect(slots.get('primary').model).toBe('small');
  });

  it.each([
    ['that says nothing', null, 'bundle.invalid'],
    ['with a field nobody knows', mine({ run: 'rm' }), 'bundle.invalid'],
    ['with files', mine({ models: [{ ...file(), id: 'small' }], slots: [] }), 'bundle.has_files'],
    ['called like one of hal0', mine({ id: 'hal0-pro' }), 'bundle.already_exists'],
    ['that would leave its folder', mine({ id: '../my-box' }), 'bundle.invalid'],
  ])('%s is refused, in the preview too', async (_what, sent, code) => {
    const { sharing, paths } = await setup();
    await expect(sharing.preview(sent)).rejects.toMatchObject({ code });
    await expect(sharing.import(sent)).rejects.toMatchObject({ code });
    expect(existsSync(paths.bundles)).toBe(false);
  });

  it('is not taken away when it comes with hal0', async () => {
    const { sharing } = await setup();
    await expect(sharing.remove('hal0-lite')).rejects.toMatchObject({ code: 'bundle.built_in' });
  });
});

describe('the own layout as a bundle', () => {
  it('comes back as it was on another box', async () => {
    const { sharing, bundles, pulls, slots, step } = await setup();
    await bundles.apply('hal0-lite');
    await step();
    await pulls.arrive('qwen3.5-0.8b');
    await step();
    await slots.configure('primary', { systemPrompt: 'Be brief.', threads: 7 });
    const manifest = JSON.parse(JSON.stringify(sharing.export('My Box!'))) as object;
    expect(manifest).toMatchObject({
      ...{ id: 'my-box', name: 'My Box!' },
      models: [{ id: 'qwen3.5-0.8b', type: 'llm', catalogue: 'qwen3.5-0.8b' }],
      slots: [{ slot: 'primary', type: 'llm', model: 'qwen3.5-0.8b', pinned: true, systemPrompt: 'Be brief.' }],
    });
    expect(JSON.stringify(manifest)).not.toMatch(/threads|device|installer/);

    const other = await setup();
    await other.sharing.import(manifest);
    expect(JSON.parse(readFileSync(join(other.paths.bundles, 'my-box.json'), 'utf8'))).toEqual(manifest);
    await other.bundles.apply('my-box');
    await other.step();
    await other.pulls.arrive('qwen3.5-0.8b');
    await other.step();
    expect(other.slots.get('primary')).toMatchObject({ model: 'qwen3.5-0.8b', systemPrompt: 'Be brief.' });
    expect(await other.bundles.get('my-box')).toMatchObject({ applied: true });
  });

  it('says where models come from, but neither where they lie nor with which key they were fetched', () => {
    const models = [
      aModel({
        id: 'a',
        path: '/srv/models/a.gguf',
        source: modelSource('hub', { repository: 'acme/a', revision: 'c0ffee' }),
      }),
      aModel({ id: 'b', path: '/srv/b.gguf', source: modelSource('url', { url: 'https://example.org/b.gguf' }) }),
      aModel({ id: 'c', path: '/srv/c.gguf', source: modelSource('url', { url: 'https://example.org/c.gguf?key=1' }) }),
      aModel({ id: 'd', path: null, checkpoint: 'gemma3:1b', recipe: 'flm', source: modelSource('flm') }),
      aModel({
        ...{ id: 'e', path: '/srv/e.gguf', source: modelSource('file') },
        license: `Mine\u001b[31m\n${'x'.repeat(500)}`,
      }),
    ];
    const slots = models.map(
      ({ id }) => ({ name: id, type: 'llm', model: id, enabled: true, device: 'npu' }) as SlotDto,
    );
    const layout = new OwnLayout(
      { find: (id: string) => models.find((model) => model.id === id) } as RegistryService,
      { list: () => slots } as SlotsService,
    );
    const manifest = layout.asBundle('Run');
    // Addresses of bundles have that word in another place.
    expect(manifest.id).toBe('run-box');
    expect(manifest.models[4]?.license).toMatch(/^Mine \[31m x+$/);
    expect(manifest.models.map(({ source, revision, checkpoint }) => [source, revision, checkpoint])).toEqual([
      ['acme/a:a.gguf', 'c0ffee', undefined],
      ['https://example.org/b.gguf', undefined, undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, 'gemma3:1b'],
      [undefined, undefined, undefined],
    ]);
    expect(JSON.stringify(manifest)).not.toMatch(/srv|key/);
  });

  it('is nothing as long as no slot has a model', async () => {
    const { sharing } = await setup();
    expect(() => sharing.export('x')).toThrow('nothing to save');
  });
});

function file(): object {
  return { type: 'llm', sizeBytes: 1, file: 'x.gguf', sha256: '0'.repeat(64) };
}

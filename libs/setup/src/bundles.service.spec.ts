import { AuditEvent } from '@hal0/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleRunEvent } from './apply/bundle-run.event.js';
import { DEMO, setupFixture } from './testing/setup-fixture.js';

// What goes wrong on purpose here would only clutter the output.
Logger.overrideLogger(false);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('BundlesService', () => {
  it('offers the demo bundle that comes with hal0', async () => {
    const { bundles } = await setup();
    const slots = [
      ['primary', 'hal0-demo-chat'],
      ['embed', 'hal0-demo-embed'],
      ['rerank', 'hal0-demo-rerank'],
      ['stt', 'hal0-demo-whisper'],
      ['tts', 'hal0-demo-speech'],
      ['img', 'hal0-demo-picture'],
    ];
    expect(await bundles.get('HAL0-demo')).toMatchObject({
      ...{
        id: 'hal0-demo',
        name: 'hal0 demo',
        description: expect.stringContaining('Toys'),
        toy: true,
        applied: false,
      },
      ...{ imported: false, minRamGb: null, eligible: true, reason: null, recommended: false, downloadBytes: 0 },
      slots: slots.map(([slot, model]) => ({ slot, model })),
    });
  });

  it('registers its models, marked as toys, and sets all six slots', async () => {
    const { bundles, registry, slots, events } = await setup();
    await expect(bundles.apply('hal0-demo')).resolves.toMatchObject({ state: 'completed', percent: 100 });
    expect(registry.list().map(({ id, type, toy, license }) => [id, type, toy, license])).toEqual([
      ['hal0-demo-chat', 'llm', true, 'Apache-2.0'],
      ['hal0-demo-embed', 'embedding', true, 'WordNet-3.0'],
      ['hal0-demo-picture', 'image', true, 'Apache-2.0'],
      ['hal0-demo-rerank', 'reranking', true, 'WordNet-3.0'],
      ['hal0-demo-speech', 'tts', true, 'Apache-2.0'],
      ['hal0-demo-whisper', 'transcription', true, 'Apache-2.0'],
    ]);
    expect(slots.get('primary')).toMatchObject({ model: 'hal0-demo-chat', enabled: true, device: 'cpu' });
    expect(slots.list().map(({ name, model, enabled }) => [name, registry.find(model ?? '')?.type, enabled])).toEqual(
      slots.list().map(({ name, type }) => [name, type, true]),
    );
    expect(audit(events)).toContain('bundle.apply hal0-demo operator ok');
    expect(await bundles.get('hal0-demo')).toMatchObject({ applied: true });
  });

  it('changes nothing the second time', async () => {
    const { bundles, events, slotEvents } = await setup();
    await bundles.apply('hal0-demo');
    const published = () =>
      [...events.published, ...slotEvents.published].filter((one) => !(one instanceof BundleRunEvent));
    const before = published().length;
    await bundles.apply('hal0-demo', {}, 'system');
    expect(published()).toHaveLength(before);
  });

  it('is applied once when the button is pressed twice', async () => {
    const { bundles, events } = await setup();
    await Promise.all([bundles.apply('hal0-demo'), bundles.apply('hal0-demo')]);
    expect(audit(events).filter((entry) => entry.startsWith('bundle.apply'))).toEqual([
      'bundle.apply hal0-demo operator ok',
    ]);
  });

  it('takes a slot back that was set to something else', async () => {
    const { bundles, slots } = await setup();
    await bundles.apply('hal0-demo');
    await slots.configure('primary', { enabled: false });
    expect(await bundles.get('hal0-demo')).toMatchObject({ applied: false });
    await bundles.apply('hal0-demo');
    expect(slots.get('primary')).toMatchObject({ enabled: true });
  });

  it('follows its files when the folder of hal0 was moved', async () => {
    const folder = copyOfDemo();
    const { bundles, registry, at } = await setup(folder);
    await bundles.apply('hal0-demo');
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    cleanups.push(() => rmSync(moved, { recursive: true }));
    await at(moved).apply('hal0-demo');
    await registry.checkFile('hal0-demo-chat');
    expect(registry.get('hal0-demo-chat').path).toBe(join(moved, 'models/hal0-demo-chat-2m-q8_0.gguf'));
  });

  it('takes a toy as it is now when an update brought another one', async () => {
    const folder = copyOfDemo();
    const { bundles, registry } = await setup(folder);
    await bundles.apply('hal0-demo');
    const file = join(folder, 'models/hal0-demo-speech.json');
    const text = `${readFileSync(file, 'utf8')}\n`;
    writeFileSync(file, text);
    const manifest = JSON.parse(readFileSync(join(folder, 'bundle.json'), 'utf8')) as { models: object[] };
    const sha256 = createHash('sha256').update(text).digest('hex');
    manifest.models = manifest.models.map((model) =>
      'id' in model && model.id === 'hal0-demo-speech' ? { ...model, sha256, sizeBytes: text.length } : model,
    );
    writeFileSync(join(folder, 'bundle.json'), JSON.stringify(manifest));
    await bundles.apply('hal0-demo');
    await expect(registry.checkFile('hal0-demo-speech')).resolves.toBeUndefined();
  });

  it('changes nothing at all when one file is not the one it was made with', async () => {
    const folder = copyOfDemo();
    const { bundles, registry, slots, events } = await setup(folder);
    const file = join(folder, 'models/hal0-demo-whisper-en.bin');
    const bytes = readFileSync(file);
    bytes[5_000_000]! ^= 1;
    writeFileSync(file, bytes);
    await expect(bundles.apply('hal0-demo')).rejects.toMatchObject({
      code: 'bundle.file_corrupt',
      details: { file: 'models/hal0-demo-whisper-en.bin' },
    });
    rmSync(file);
    await expect(bundles.apply('hal0-demo')).rejects.toMatchObject({
      code: 'bundle.file_missing',
      details: { file: 'models/hal0-demo-whisper-en.bin' },
    });
    expect(registry.list()).toEqual([]);
    expect(slots.get('primary').model).toBeNull();
    expect(audit(events)).toEqual(['bundle.apply hal0-demo operator failed', 'bundle.apply hal0-demo operator failed']);
  });

  it('finds bundles in the folders below, and passes over one whose manifest is broken', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hal0-bundles-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    for (const name of ['good', 'broken']) cpSync(DEMO, join(folder, name), { recursive: true, filter: withoutModels });
    writeFileSync(join(folder, 'broken/bundle.json'), '{"id": ');
    const { bundles } = await setup(folder);
    expect((await bundles.list()).bundles.map(({ id }) => id)).toContain('hal0-demo');
  });

  it('says which bundles there are when asked for another', async () => {
    const { bundles, at } = await setup();
    await expect(bundles.apply('hal0-ultra')).rejects.toThrow('There is no bundle "hal0-ultra". There is: hal0-lite,');
    await expect(at(null).apply('hal0-demo')).rejects.toMatchObject({ code: 'bundle.not_found', httpStatus: 404 });
  });
});

async function setup(bundlesFolder: string = DEMO) {
  const fixture = await setupFixture({ bundlesFolder });
  cleanups.push(fixture.close);
  return { ...fixture, at: (folder: string | null) => fixture.start(folder).bundles };
}

function copyOfDemo(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-demo-'));
  cpSync(DEMO, folder, { recursive: true });
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const withoutModels = (path: string) => !path.endsWith('/models');

const audit = (events: { ofType: (type: typeof AuditEvent) => AuditEvent[] }) =>
  events.ofType(AuditEvent).map(({ record }) => `${record.action} ${record.target} ${record.actor} ${record.outcome}`);

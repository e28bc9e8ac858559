import { RECIPES } from '@hal0/registry';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readManifest } from './read-manifest.js';

const DEMO = fileURLToPath(new URL('../../../../installer/demo', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hal0-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('readManifest', () => {
  it('reads the one that comes with hal0', async () => {
    const bundle = await readManifest(join(DEMO, 'bundle.json'));
    expect(bundle?.folder).toBe(DEMO);
    expect(bundle?.manifest.models.map(({ id }) => id)).toEqual([
      'hal0-demo-chat',
      'hal0-demo-embed',
      'hal0-demo-rerank',
      'hal0-demo-whisper',
      'hal0-demo-speech',
      'hal0-demo-picture',
    ]);
  });

  it('has a model for every type in it, each marked as a demo', async () => {
    const { models = [], slots = [] } = (await readManifest(join(DEMO, 'bundle.json')))?.manifest ?? {};
    expect(models.map(({ type }) => type).toSorted()).toEqual(Object.keys(RECIPES).toSorted());
    expect(slots.map(({ model }) => model)).toEqual(models.map(({ id }) => id));
    for (const { id, file, labels } of models) {
      expect([id, file, labels]).toEqual([
        expect.stringMatching(/^hal0-demo-/),
        expect.stringMatching(/^models\/hal0-demo-/),
        ['demo'],
      ]);
    }
  });

  it('has nothing to say of a folder without one', async () => {
    await expect(readManifest(join(folder, 'nothing.json'))).resolves.toBeUndefined();
  });

  it.each([
    ['a newer schema', { schemaVersion: 2 }, 'schemaVersion'],
    ['a name with blanks', { id: 'my bundle' }, 'id'],
    ['a name of a route', { id: 'run' }, 'id'],
    ['a name that writes to the terminal', { name: 'a\u001b[31m' }, 'name'],
    ['a description that turns the text round', { description: 'one \u202e two' }, 'description'],
    ['more memory than there is', { minRamGb: 1e300 }, 'minRamGb'],
    ['a model larger than any disk', { models: [model({ sizeBytes: 1e300 })] }, 'models.0.sizeBytes'],
    ['more labels than anybody reads', { models: [model({ labels: Array(33).fill('x') })] }, 'models.0.labels'],
    ['a book for a license', { models: [model({ license: 'x'.repeat(300) })] }, 'models.0.license'],
    ['a slot that cannot be', { slots: [{ slot: 'omni', model: 'hal0-demo-chat' }] }, 'slots.0.slot'],
    ['another type for a slot of hal0', { slots: [{ slot: 'embed', model: 'hal0-demo-chat' }] }, 'slots.0.type'],
    ['no models', { models: [] }, 'models'],
    ['a field nobody knows', { colour: 'red' }, 'colour'],
    ['a file outside its folder', { models: [model({ file: '../../etc/passwd' })] }, 'models.0.file'],
    ['an absolute file', { models: [model({ file: '/etc/passwd' })] }, 'models.0.file'],
    ['an unknown type', { models: [model({ type: 'chat' })] }, 'models.0.type'],
    ['half a checksum', { models: [model({ sha256: 'b0a2' })] }, 'models.0.sha256'],
    ['a model from two places', { models: [model({ catalogue: 'x' })] }, 'models.0'],
    ['a file that nothing vouches for', { models: [model({ sha256: undefined })] }, 'models.0'],
    ['a revision of nothing', { models: [model({ revision: 'main' })] }, 'models.0'],
    ['two models of one id', { models: [model({}), model({})] }, 'models'],
    [
      'a slot that stays off',
      { slots: [{ slot: 'primary', model: 'hal0-demo-chat', enabled: false }] },
      'slots.0.enabled',
    ],
    ['a slot of another type', { slots: [{ slot: 'x', type: 'tts', model: 'hal0-demo-chat' }] }, 'slots.0.type'],
    ['a slot without model', { slots: [{ slot: 'primary' }] }, 'slots.0.model'],
    [
      'an unknown device',
      { slots: [{ slot: 'primary', model: 'hal0-demo-chat', device: 'toaster' }] },
      'slots.0.device',
    ],
    ['a model of somebody else', { slots: [{ slot: 'primary', model: 'another' }] }, 'slots.0.model'],
  ])('refuses %s and names the field', async (_what, change, path) => {
    await expect(read(JSON.stringify({ ...demo(), ...change }))).rejects.toMatchObject({
      code: 'bundle.invalid',
      details: { file: 'bundle.json', path },
    });
  });

  it('refuses what is nested so deeply that nobody gets to its end', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    await expect(read(`{"schemaVersion":1,"id":"x","colour":${deep}}`)).rejects.toMatchObject({
      code: 'bundle.invalid',
      message: expect.stringContaining('nested too deeply'),
    });
  });

  it.each(['', '{', 'null', '[]', '"text"'])('refuses %j', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'bundle.invalid' });
  });
});

function read(text: string) {
  writeFileSync(join(folder, 'bundle.json'), text);
  return readManifest(join(folder, 'bundle.json'));
}

function demo(): { models: object[] } {
  return JSON.parse(readFileSync(join(DEMO, 'bundle.json'), 'utf8')) as { models: object[] };
}

function model(change: object): object {
  return { ...demo().models[0], ...change };
}

import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CapabilitiesFile } from './capabilities-file.js';

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

function setup(text?: string) {
  const { paths, remove } = temporaryHome();
  homes.push(remove);
  if (text !== undefined) {
    mkdirSync(dirname(paths.capabilitiesToml), { recursive: true });
    writeFileSync(paths.capabilitiesToml, text);
  }
  return { file: new CapabilitiesFile(paths), text: () => readFileSync(paths.capabilitiesToml, 'utf8') };
}

const accept = () => {};

describe('CapabilitiesFile', () => {
  it.each([undefined, ''])('lists the six seeded slots, disabled, when the file is %j', async (text) => {
    const records = await setup(text).file.read();
    expect([...records.keys()]).toEqual(['primary', 'embed', 'rerank', 'stt', 'tts', 'img']);
    expect([...records.values()].every(({ enabled, model }) => !enabled && model === '')).toBe(true);
    expect(records.get('stt')?.type).toBe('transcription');
  });

  it('reads a slot that a person added', async () => {
    const { file } = setup('[slots.coder]\ntype = "llm"\nmodel = "qwen"\nenabled = true\nparallel = 4\n');
    expect((await file.read()).get('coder')).toMatchObject({ type: 'llm', model: 'qwen', enabled: true, parallel: 4 });
  });

  it('changes one slot and keeps every other byte a person wrote', async () => {
    const before =
      '# mine\nschema_version = 3\n\n[slots.primary] # the big one\nmodel = "old" # do not touch\nenabled = true\n';
    const { file, text } = setup(before);
    await file.edit('primary', { model: 'new' }, accept);
    expect(text()).toBe(before.replace('"old"', '"new"'));
  });

  it('loses neither of two edits that meet', async () => {
    const { file } = setup();
    await Promise.all([file.edit('primary', { model: 'a' }, accept), file.edit('embed', { model: 'b' }, accept)]);
    const records = await file.read();
    expect([records.get('primary')?.model, records.get('embed')?.model]).toEqual(['a', 'b']);
  });

  it('writes nothing when a rule refuses the change', async () => {
    const { file } = setup();
    const refuse = () => {
      throw new Error('no');
    };
    await expect(file.edit('primary', { model: 'a' }, refuse)).rejects.toThrow('no');
    expect((await file.read()).get('primary')?.model).toBe('');
  });

  it.each([
    ['[slots.primary]\nparallel = 0\n', 'slots.primary.parallel'],
    ['[slots.primary]\nparalel = 2\n', 'slots.primary.paralel'],
    ['[slots.coder]\nmodel = "x"\n', 'slots.coder.type'],
    ['[slots."../etc"]\ntype = "llm"\n', 'slots.../etc'],
    ['[slots.metrics]\ntype = "llm"\n', 'slots.metrics'],
    ['schema_version = 9\n', 'schema_version'],
  ])('names the path of what is wrong in %j', async (text, path) => {
    await expect(setup(text).file.read()).rejects.toMatchObject({ code: 'config.invalid', details: { path } });
  });

  it('leaves a file that is not TOML as it is, and says where it breaks', async () => {
    const broken = '[slots.primary\nmodel = "x"\n';
    const { file, text } = setup(broken);
    await expect(file.edit('primary', { model: 'a' }, accept)).rejects.toMatchObject({
      code: 'config.invalid',
      details: { line: 1 },
    });
    expect(text()).toBe(broken);
  });
});

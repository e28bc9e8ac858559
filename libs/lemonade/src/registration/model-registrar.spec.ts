import { afterEach, describe, expect, it } from '@jest/globals';
import { readTextFile } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { join } from 'node:path';
import { ModelRegistrar, type RegistrationTarget } from './model-registrar.js';
import { userModelEntry, type RuntimeModel } from './user-models.js';

const model = (id: string, extra: Partial<RuntimeModel> = {}): RuntimeModel => ({
  id,
  type: 'llm',
  path: `/m/${id}`,
  recipe: 'llamacpp',
  labels: [],
  ...extra,
});
const removals: (() => void)[] = [];
afterEach(() => removals.splice(0).forEach((remove) => remove()));

async function setup() {
  const { home, remove } = temporaryHome();
  removals.push(remove);
  const file = join(home, 'config/user_models.json');
  const registrar = new ModelRegistrar(file, join(home, 'hub'));
  await registrar.clear();
  const asked: string[] = [];
  const lemond: RegistrationTarget = {
    version: { registrationWhileRunning: true },
    knows: async (name) => asked.push(name) > 0,
    pull: async () => undefined,
  };
  const register = (entry: RuntimeModel) => registrar.register(entry, lemond);
  const written = async () => JSON.parse((await readTextFile(file)) ?? '') as Record<string, { checkpoint: string }>;
  return { registrar, register, lemond, asked, written };
}

describe('userModelEntry', () => {
  it.each([
    ['llm', 'chat'],
    ['embedding', 'embeddings'],
    ['reranking', 'reranking'],
    ['transcription', 'transcription'],
  ] as const)('tells lemond that a model is for %s', (type, label) => {
    expect(userModelEntry(model('a', { type, labels: ['tool-calling', 'chat', 'embeddings'] }))).toEqual({
      recipe: 'llamacpp',
      checkpoint: '/m/a',
      labels: ['custom', label, 'tool-calling'],
      source: 'local_path',
    });
  });
});

describe('a model of several files', () => {
  const files = [
    { role: 'main', path: '/m/a' },
    { role: 'shard', path: '/m/a-2' },
    { role: 'mmproj', path: '/m/eye' },
    { role: 'other', path: '/m/readme' },
  ];

  it('is told to lemond with those that a server takes beside the main one', () => {
    expect(userModelEntry(model('a', { files }))).toEqual({
      recipe: 'llamacpp',
      checkpoints: { main: '/m/a', mmproj: '/m/eye' },
      labels: ['custom', 'chat'],
      source: 'local_path',
    });
    expect(userModelEntry(model('a', { files: files.slice(0, 2) }))).toMatchObject({ checkpoint: '/m/a' });
  });
});

describe('ModelRegistrar', () => {
  it('writes new models beside the others, also when they come together', async () => {
    const { register, written, asked } = await setup();
    await Promise.all([register(model('Org/Model:Q8')), register(model('b'))]);
    expect(Object.keys(await written())).toEqual(['Org/Model:Q8', 'b']);
    expect(asked).toEqual([]);
  });

  it('makes lemond look again when a known model changed, once', async () => {
    const { register, written, asked } = await setup();
    await register(model('a'));
    await register(model('a', { path: '/elsewhere/a' }));
    await register(model('a', { path: '/elsewhere/a' }));
    expect((await written())['a']?.checkpoint).toBe('/elsewhere/a');
    expect(asked).toEqual(['user.hal0-refresh-1']);
  });

  it('makes lemond look again at a model whose load failed', async () => {
    const { registrar, register, asked } = await setup();
    await register(model('a'));
    registrar.doubt('a');
    await register(model('a'));
    expect(asked).toHaveLength(1);
  });

  it('goes on after a registration that failed', async () => {
    const { registrar, register, lemond, written } = await setup();
    await register(model('a'));
    registrar.doubt('a');
    const busy = { ...lemond, knows: () => Promise.reject(new Error('busy')) };
    await expect(registrar.register(model('a'), busy)).rejects.toThrow('busy');
    await register(model('b'));
    expect(Object.keys(await written())).toEqual(['a', 'b']);
  });

  it("tells registry ids from lemond's names", async () => {
    const { registrar, register } = await setup();
    await register(model('a'));
    await register(model('user.odd'));
    expect(['a', 'user.a', 'user.odd', 'user.foreign', 'Built-In'].map((name) => registrar.idOf(name))).toEqual([
      'a',
      'a',
      'user.odd',
      'user.foreign',
      'Built-In',
    ]);
  });
});

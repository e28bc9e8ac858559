import { afterEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { FakeRevisionStore } from '../testing/fake-revision-store.js';
import { configFixture } from '../testing/config-fixture.js';
import type { ConfigInvalidError } from '../validation/config.errors.js';
import { mergeSettings } from './merge-settings.js';
import type { ConfigEdit } from './plan-edit.js';

const fixtures: ReturnType<typeof configFixture>[] = [];
afterEach(() => fixtures.splice(0).forEach(({ remove }) => remove()));

function setup(...words: Parameters<typeof configFixture>) {
  const fixture = configFixture(...words);
  fixtures.push(fixture);
  return fixture;
}

const setting = (partial: Record<string, unknown>): ConfigEdit => ({
  ...{ file: 'hal0', action: 'config.update', actor: 'operator' },
  change: (table) => mergeSettings(table, partial),
});

async function refused(edit: Promise<unknown>): Promise<ConfigInvalidError> {
  return edit.then(
    () => Promise.reject(new Error('was not refused')),
    (error: unknown) => error as ConfigInvalidError,
  );
}

describe('ConfigStore.edit refuses', () => {
  it.each([
    ['upstreams.x.url', { upstreams: { x: { url: 'https://u:sekretpw@x.example/v1' } } }],
    ['lemonade.url', { lemonade: { url: 'http://sekretpw@127.0.0.1:13305' } }],
    ['openwebui.public_url', { openwebui: { public_url: 'https://u:sekretpw@x.example' } }],
    ['update.releases_url', { update: { releases_url: 'https://u:sekretpw@x.example/a.json' } }],
    ['memory.embedding.url', { memory: { embedding: { url: 'https://u:sekretpw@x.example' } } }],
  ])('credentials in the address %s, and does not repeat them', async (path, partial) => {
    const { store } = setup();
    const error = await refused(store.edit(setting(partial)));
    expect(error).toMatchObject({ code: 'config.invalid', details: { path } });
    expect(error.message).toContain('user name or password');
    expect(JSON.stringify(error.toEnvelope())).not.toContain('sekretpw');
  });

  it.each([['https://other.example/v1'], ['http://a.example/v1'], ['https://a.example:8443/v1']])(
    'an address for the key of another one: %s',
    async (url) => {
      const toml = '[upstreams.a]\nurl = "https://a.example/v1"\nauth_value_env = "A_KEY"\n';
      const { store, read } = setup({ 'hal0.toml': toml });
      const error = await refused(store.edit(setting({ upstreams: { a: { url, auth_style: 'none' } } })));
      expect(error).toMatchObject({ code: 'config.invalid', details: { path: 'upstreams.a.auth_value_env' } });
      expect(error.message).toContain('A_KEY was saved for the former');
      expect(read('hal0.toml')).toBe(toml);
      const named = setting({ upstreams: { a: { url, auth_value_env: 'A_KEY' } } });
      const { changes } = await store.edit({ ...named, sets: ['upstreams.a.url', 'upstreams.a.auth_value_env'] });
      expect(changes.map(({ path }) => path)).toEqual(['upstreams.a.url']);
    },
  );

  it('no other path at the same address', async () => {
    const { store, read } = setup({ 'hal0.toml': '[upstreams.a]\nurl = "https://a.example"\nauth_value_env = "A"\n' });
    await store.edit(setting({ upstreams: { a: { url: 'https://a.example/api/v1' } } }));
    expect(read('hal0.toml')).toContain('a.example/api/v1');
  });

  it('a table where a value stands, and leaves the value', async () => {
    const { store, read } = setup({ 'hal0.toml': '[dispatcher]\nmax_wait_seconds = 60\n' });
    const error = await refused(store.edit(setting({ dispatcher: { max_wait_seconds: {} } })));
    expect(error).toMatchObject({ code: 'config.invalid', details: { path: 'dispatcher.max_wait_seconds' } });
    expect(read('hal0.toml')).toContain('= 60');
  });

  it('more values at once than anybody sets', async () => {
    const { store } = setup();
    const upstreams = Object.fromEntries(Array.from({ length: 251 }, (_, i) => [`u${i}`, { url: 'http://x' }]));
    expect((await refused(store.edit(setting({ upstreams })))).message).toContain('251 values');
  });

  it('without naming places in the file for what is not written there', async () => {
    const { store } = setup({ 'hal0.toml': '[upstreams.a]\nurl = "http://a.example"\n' });
    const { problems } = await refused(store.edit(setting({ upstreams: { x: { urlx: 'h' } }, colour: { red: 1 } })));
    expect(problems.map(({ path, line }) => [path, line])).toEqual(
      expect.arrayContaining([
        ['upstreams.x.urlx', undefined],
        ['upstreams.x.url', undefined],
        ['colour', undefined],
      ]),
    );
    expect(problems).toHaveLength(3);
  });

  it('a file that is not UTF-8, before it would lose bytes', async () => {
    const { store, write, read } = setup();
    write('hal0.toml', Buffer.from('[api]\n# gr\xf6n\n', 'latin1'));
    const error = await refused(store.edit(setting({ api: { port: 9000 } })));
    expect(error).toMatchObject({ code: 'config.invalid', details: { line: 2 } });
    expect(error.message).toContain('is not UTF-8');
    expect(read('hal0.toml')).not.toContain('9000');
  });

  it('a file that cannot be read, as a reload does', async () => {
    const { store, write, paths } = setup();
    await store.recordIn(new FakeRevisionStore());
    write('hal0.toml/x', '');
    for (const attempt of [store.edit(setting({ api: { port: 1 } })), store.reload('operator')]) {
      await expect(attempt).rejects.toMatchObject({ code: 'config.unreadable', details: { file: paths.hal0Toml } });
    }
    rmSync(paths.hal0Toml, { recursive: true });
  });

  it('with the very error that a rewrite threw, whatever code it has', async () => {
    const { store } = setup();
    const error = Object.assign(new Error('no'), { code: 'cli.refused' });
    const rewrite = () => {
      throw error;
    };
    await expect(store.edit({ ...setting({}), rewrite })).rejects.toBe(error);
  });
});

describe('ConfigStore.edit of a setting that the file names in an old way', () => {
  const OLD = '[slots]\nidle_timeout_s = 60\nmax_slots = 2\n[models]\npull_root = "/old"\n';

  it('sets it under its name of today', async () => {
    const { store, read } = setup({ 'hal0.toml': OLD });
    await store.edit(setting({ slots: { idle_timeout_seconds: 90 }, models: { store: '/new' } }));
    const { slots, models } = store.current.settings;
    expect([slots.idle_timeout_seconds, models.store]).toEqual([90, '/new']);
    expect(read('hal0.toml')).toBe('[slots]\nmax_slots = 2\nidle_timeout_seconds = 90\n[models]\nstore = "/new"\n');
  });

  it('removes it', async () => {
    const { store } = setup({ 'hal0.toml': OLD });
    await store.edit(setting({ slots: { idle_timeout_seconds: null }, models: { store: null } }));
    const { slots, models } = store.current.settings;
    expect([slots.idle_timeout_seconds, models.store]).toEqual([600, '']);
  });
});

describe('ConfigStore.edit of capabilities.toml of an earlier version', () => {
  const OLD = 'schema_version = 2\n# mine\n[selections.chat.coder]\ndevice = "cpu"\nmodel = "old"\n';
  const enable = (name: string, check = () => {}): ConfigEdit => ({
    ...{ file: 'capabilities', action: 'slot.configure', actor: 'operator', check },
    change: ({ slots, ...table }) => {
      const all = (slots ?? {}) as Record<string, Record<string, string>>;
      return { ...table, schema_version: 3, slots: { ...all, [name]: { ...all[name], model: 'new' } } };
    },
  });

  it('brings it to this version, so that the change acts, and keeps the old file', async () => {
    const { store, read } = setup({ 'capabilities.toml': OLD });
    const { changes } = await store.edit(enable('coder'));
    expect(changes).toEqual([expect.objectContaining({ path: 'slots.coder.model', before: 'old', after: 'new' })]);
    expect(store.current.slots.get('coder')).toMatchObject({ type: 'llm', device: 'cpu', model: 'new' });
    expect(read('capabilities.toml')).not.toContain('selections');
    expect(read('capabilities.toml.v2.bak')).toBe(OLD);
  });

  it('leaves it alone when there is nothing to change', async () => {
    const { store, read } = setup({ 'capabilities.toml': OLD });
    const nothing: ConfigEdit = { ...enable('coder'), change: (table) => table };
    expect(await store.edit(nothing)).toMatchObject({ changes: [] });
    expect([read('capabilities.toml'), read('capabilities.toml.v2.bak')]).toEqual([OLD, undefined]);
  });

  it('leaves it alone when the change is refused', async () => {
    const { store, read } = setup({ 'capabilities.toml': OLD });
    const check = () => {
      throw new Error('no');
    };
    await expect(store.edit(enable('coder', check))).rejects.toThrow('no');
    expect([read('capabilities.toml'), read('capabilities.toml.v2.bak')]).toEqual([OLD, undefined]);
  });

  it('refuses a record whose slot no file defines', async () => {
    const { store } = setup();
    await expect(store.edit(enable('nobody'))).rejects.toMatchObject({ details: { path: 'slots.nobody.type' } });
  });
});

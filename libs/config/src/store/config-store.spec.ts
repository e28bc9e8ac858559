import { AuditEvent, SystemClock, type TomlTable } from '@hal0/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { chmodSync, lstatSync, mkdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { ConfigChangedEvent } from '../events/config-changed.event.js';
import { ConfigSavedEvent } from '../events/config-saved.event.js';
import type { ConfigInvalidError } from '../validation/config.errors.js';
import { configFixture } from '../testing/config-fixture.js';
import { FakeRevisionStore } from '../testing/fake-revision-store.js';
import { mergeSettings } from './merge-settings.js';
import { openConfigStore } from './open-settings.js';
import type { ConfigEdit } from './plan-edit.js';

const fixtures: ReturnType<typeof configFixture>[] = [];
afterEach(() => fixtures.splice(0).forEach(({ remove }) => remove()));

function setup(...words: Parameters<typeof configFixture>) {
  const fixture = configFixture(...words);
  fixtures.push(fixture);
  return fixture;
}

const setting = (partial: Record<string, unknown>, more: Partial<ConfigEdit> = {}): ConfigEdit => ({
  file: 'hal0',
  action: 'config.update',
  actor: 'operator',
  change: (table) => mergeSettings(table, partial),
  ...more,
});

const inSlot = (name: string, fields: TomlTable, more: Partial<ConfigEdit> = {}): ConfigEdit => ({
  file: 'capabilities',
  action: 'slot.configure',
  actor: 'operator',
  target: name,
  change: ({ slots, ...table }) => ({
    ...table,
    schema_version: 3,
    slots: {
      ...(slots as TomlTable),
      [name]: { ...((slots as TomlTable | undefined)?.[name] as TomlTable), ...fields },
    },
  }),
  ...more,
});

describe('ConfigStore.edit', () => {
  it('changes the one value and keeps every other byte that a person wrote', async () => {
    const text = '# mine\n[dispatcher] # waiting\nmax_wait_seconds = 60 # a minute\n\n[activity]\nmax_rows = 500\n';
    const { store, read } = setup({ 'hal0.toml': text });
    const change = await store.edit(setting({ dispatcher: { max_wait_seconds: 90 } }));
    expect(read('hal0.toml')).toBe(text.replace('60', '90'));
    expect(change).toMatchObject({
      changes: [{ path: 'dispatcher.max_wait_seconds', before: 60, after: 90 }],
      revisionId: null,
    });
    expect(store.current.settings.dispatcher.max_wait_seconds).toBe(90);
  });

  it('starts from what the file says now, not from what it said when it was last read', async () => {
    const { store, read, write } = setup({ 'hal0.toml': '[activity]\nmax_rows = 500\n' });
    write('hal0.toml', '[activity]\nmax_rows = 700\n# by hand\n');
    await store.edit(setting({ dispatcher: { max_wait_seconds: 90 } }));
    expect(read('hal0.toml')).toMatch(/max_rows = 700\n# by hand\n[^]*max_wait_seconds = 90/);
    expect(store.current.settings.activity.max_rows).toBe(700);
  });

  it('loses none of many edits that meet, in one file or two', async () => {
    const { store, read } = setup();
    await Promise.all([
      store.edit(setting({ dispatcher: { max_wait_seconds: 90 } })),
      store.edit(inSlot('primary', { parallel: 2 })),
      store.edit(setting({ activity: { max_rows: 700 } })),
      store.edit(inSlot('primary', { model: 'a' })),
      store.edit(setting({ dispatcher: { stream_hold_seconds: 5 } })),
    ]);
    expect(store.current.settings).toMatchObject({
      dispatcher: { max_wait_seconds: 90, stream_hold_seconds: 5 },
      activity: { max_rows: 700 },
    });
    expect(store.current.slots.get('primary')).toMatchObject({ parallel: 2, model: 'a' });
    expect(read('capabilities.toml')).toContain('schema_version = 3');
  });

  it('takes one edit after another also from a second store over the same files', async () => {
    const first = setup();
    const second = openConfigStore({ paths: first.paths, environment: {}, clock: new SystemClock() });
    await Promise.all(
      [first.store, second].flatMap((store, s) =>
        Array.from({ length: 5 }, (_, i) =>
          store.edit(setting({ upstreams: { [`u${s}${i}`]: { url: 'http://x.example/v1' } } })),
        ),
      ),
    );
    await first.store.reload('operator');
    expect(Object.keys(first.store.current.settings.upstreams)).toHaveLength(10);
  });

  it('writes nothing and tells nobody when nothing is to be changed', async () => {
    const { store, read, events } = setup();
    expect(await store.edit(setting({ api: { port: null } }))).toMatchObject({ changes: [], revisionId: null });
    expect(read('hal0.toml')).toBeUndefined();
    expect(events.published).toEqual([]);
  });

  it.each<[string, ConfigEdit, string]>([
    ['a value out of bounds', setting({ dispatcher: { max_wait_seconds: 0 } }), 'config.invalid'],
    ['an unknown key', setting({ dispatcher: { max_wait: 3 } }), 'config.invalid'],
    [
      'a check',
      setting(
        { dispatcher: { max_wait_seconds: 90 } },
        {
          check: (next) => {
            throw new Error(`no ${next.settings.dispatcher.max_wait_seconds}`);
          },
        },
      ),
      'no 90',
    ],
  ])('writes nothing when %s refuses, and puts the attempt on record', async (_who, edit, code) => {
    const text = '[dispatcher]\nmax_wait_seconds = 60\n';
    const { store, read, events } = setup({ 'hal0.toml': text });
    const refused: unknown = await store.edit(edit).catch((error: unknown) => error);
    expect([(refused as { code?: string }).code, (refused as Error).message]).toContain(code);
    expect(read('hal0.toml')).toBe(text);
    expect(store.settings.dispatcher.max_wait_seconds).toBe(60);
    expect(events.published).toEqual([
      expect.objectContaining({ record: expect.objectContaining({ action: 'config.update', outcome: 'failed' }) }),
    ]);
  });

  it('repairs a value that is not valid', async () => {
    const { store, read, write } = setup();
    write('hal0.toml', '[dispatcher]\nmax_wait_seconds = -1 # oops\n');
    await store.edit(setting({ dispatcher: { max_wait_seconds: 60 } }));
    expect(read('hal0.toml')).toBe('[dispatcher]\nmax_wait_seconds = 60 # oops\n');
  });

  it('refuses what an overlay or the environment holds, and says where that stands', async () => {
    const { store, read, paths } = setup(
      { 'conf.d/50-site.toml': '[dispatcher]\nmax_wait_seconds = 10\n' },
      { HAL0_PORT: '9000' },
    );
    const file = `${paths.dropIns}/50-site.toml`;
    await expect(store.edit(setting({ dispatcher: { max_wait_seconds: 60 } }))).rejects.toMatchObject({
      code: 'config.overridden',
      httpStatus: 409,
      message: expect.stringContaining(`${file}:2`),
      details: { path: 'dispatcher.max_wait_seconds', layer: 'drop-in', file, line: 2 },
    });
    await expect(store.edit(setting({ api: { port: 9001 } }))).rejects.toThrow('environment variable HAL0_PORT');
    expect(read('hal0.toml')).toBeUndefined();
  });

  it('refuses to set what the file says already when an overlay says otherwise', async () => {
    const { store } = setup({
      'hal0.toml': '[dispatcher]\nmax_wait_seconds = 60\nstream_hold_seconds = 5\n',
      'conf.d/a.toml': '[dispatcher]\nmax_wait_seconds = 10\nstream_hold_seconds = 5\n',
    });
    const set = (path: string, value: number) =>
      store.edit(setting({ dispatcher: { [path]: value } }, { sets: [`dispatcher.${path}`] }));
    await expect(set('max_wait_seconds', 60)).rejects.toMatchObject({ code: 'config.overridden' });
    expect(await set('stream_hold_seconds', 5)).toMatchObject({ changes: [] });
  });

  it('names the line of what stands in the file, and none of what was only to be set', async () => {
    const { store, write, paths } = setup();
    write('hal0.toml', '[activity]\nmax_rows = 1\n');
    const refused: unknown = await store
      .edit(setting({ dispatcher: { max_wait: 3 } }))
      .catch((error: unknown) => error);
    expect((refused as ConfigInvalidError).problems).toMatchObject([
      { path: 'activity.max_rows', file: paths.hal0Toml, line: 2 },
      { path: 'dispatcher.max_wait', suggestion: expect.anything() },
    ]);
    expect((refused as ConfigInvalidError).problems[1]).not.toHaveProperty('line');
  });

  it('refuses the field of a slot that a file of the user holds, and takes the others', async () => {
    const { store, paths } = setup({
      'hal0.toml': '[slots.primary]\nparallel = 4\n',
      'slots/embed.toml': 'threads = 2\n',
    });
    await expect(store.edit(inSlot('primary', { parallel: 2 }))).rejects.toMatchObject({
      code: 'slot.field_overridden',
      httpStatus: 409,
      details: { slot: 'primary', field: 'parallel', file: paths.hal0Toml, line: 2 },
    });
    await expect(store.edit(inSlot('embed', { threads: 8 }))).rejects.toMatchObject({
      code: 'slot.field_overridden',
      details: { slot: 'embed', field: 'threads', file: paths.slotFile('embed') },
    });
    await store.edit(inSlot('primary', { context_size: 4096 }));
    expect(store.current.slots.get('primary')).toMatchObject({ parallel: 4, context_size: 4096 });
  });

  it('tells what changed: the paths, the sections, and the values for the record', async () => {
    const { store, events, paths } = setup();
    await store.edit(setting({ dispatcher: { max_wait_seconds: 60 } }, { actor: 'agent' }));
    const [changed] = events.ofType(ConfigChangedEvent);
    expect(changed).toMatchObject({ paths: ['dispatcher.max_wait_seconds'], file: paths.hal0Toml, actor: 'agent' });
    expect(events.ofType(ConfigSavedEvent)).toMatchObject([{ type: 'system.config_save', sections: ['dispatcher'] }]);
    expect(events.ofType(AuditEvent).map(({ record }) => record)).toMatchObject([
      {
        action: 'config.update',
        target: 'hal0.toml',
        actor: 'agent',
        outcome: 'ok',
        details: { changes: [{ path: 'dispatcher.max_wait_seconds', before: null, after: 60 }] },
      },
    ]);
  });

  it('says what is wrong when nothing can be written, and reads all the same', async () => {
    const { store, write } = setup();
    write('.lock/in-the-way', '');
    await expect(store.edit(setting({ activity: { max_rows: 600 } }))).rejects.toMatchObject({
      code: 'config.write_failed',
      message: expect.stringContaining('Nothing was written'),
    });
    write('hal0.toml', '[activity]\nmax_rows = 700\n');
    expect((await store.reload('operator')).changes).toMatchObject([{ path: 'activity.max_rows', after: 700 }]);
  });

  it('keeps the permissions of the file, and the link when it is one', async () => {
    const { store, paths, read, home } = setup({ 'hal0.toml': '[activity]\nmax_rows = 500\n' });
    mkdirSync(`${home}/kept`);
    renameSync(paths.hal0Toml, `${home}/kept/box.toml`);
    symlinkSync(`${home}/kept/box.toml`, paths.hal0Toml);
    chmodSync(paths.hal0Toml, 0o640);
    await store.edit(setting({ activity: { max_rows: 600 } }));
    expect(lstatSync(paths.hal0Toml).isSymbolicLink()).toBe(true);
    expect(statSync(`${home}/kept/box.toml`).mode & 0o777).toBe(0o640);
    expect(read('hal0.toml')).toContain('600');
  });
});

describe('openConfigStore', () => {
  const BROKEN = '[dispatcher]\nmax_wait_secnds = 60\n';

  it('changes a broken configuration when that repairs it', async () => {
    const { paths, write, read } = setup();
    write('hal0.toml', BROKEN);
    const open = () => openConfigStore({ paths, environment: {}, clock: new SystemClock() });
    expect(() => open().current).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    await expect(open().edit(setting({ activity: { max_rows: 500 } }))).rejects.toThrow('max_wait_secnds');
    await open().edit(setting({ dispatcher: { max_wait_secnds: null } }));
    expect(read('hal0.toml')).toBe('[dispatcher]\n');
  });

  it('replaces the whole text, also of a file that is no TOML, but not by one that is none', async () => {
    const { paths, write, read } = setup();
    write('hal0.toml', '[dispatcher\n');
    const store = openConfigStore({ paths, environment: {}, clock: new SystemClock() });
    const rewrite = (text: string): ConfigEdit => ({ ...setting({}), rewrite: () => text });
    await expect(store.edit(rewrite('[dispatcher'))).rejects.toMatchObject({ code: 'config.invalid' });
    await expect(store.edit(rewrite('\n[dispatcher]\nmax_wait_secnds = 6\n'))).rejects.toMatchObject({
      details: { path: 'dispatcher.max_wait_secnds', line: 3 },
    });
    expect(read('hal0.toml')).toBe('[dispatcher\n');
    await store.edit(rewrite('[dispatcher]\nmax_wait_seconds = 60\n'));
    expect(store.settings.dispatcher.max_wait_seconds).toBe(60);
    await store.edit(rewrite('# only a comment\n[dispatcher]\nmax_wait_seconds = 60\n'));
    expect(read('hal0.toml')).toMatch(/^# only/);
  });
});

describe('ConfigStore.settings', () => {
  it('follows at once where that is possible, as the same objects; the rest waits for a restart', async () => {
    const { store } = setup();
    const { dispatcher, api } = store.settings;
    await store.edit(setting({ dispatcher: { max_wait_seconds: 60 }, api: { port: 9000 } }));
    expect(store.settings.dispatcher).toBe(dispatcher);
    expect([dispatcher.max_wait_seconds, api.port]).toEqual([60, 8080]);
    expect(store.pendingRestart()).toEqual(['api.port']);
    await store.edit(setting({ api: { port: null } }));
    expect(store.pendingRestart()).toEqual([]);
  });
});

describe('ConfigStore.preview', () => {
  it('tells what the edit would do and writes nothing', async () => {
    const text = '# mine\n[dispatcher]\nmax_wait_seconds = 60\n';
    const { store, read, events } = setup({ 'hal0.toml': text });
    const { change, diff } = await store.preview(setting({ dispatcher: { max_wait_seconds: 90 } }));
    expect(change.changes).toEqual([
      { path: 'dispatcher.max_wait_seconds', before: 60, after: 90, applies: 'immediate' },
    ]);
    expect(diff).toContain(' # mine\n [dispatcher]\n-max_wait_seconds = 60\n+max_wait_seconds = 90\n');
    expect(read('hal0.toml')).toBe(text);
    expect(events.published).toEqual([]);
    await expect(store.preview(setting({ dispatcher: { max_wait_seconds: 0 } }))).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });
});

describe('ConfigStore.reload', () => {
  it('takes over what was edited by hand, in any layer', async () => {
    const { store, write, events } = setup();
    write('hal0.toml', '[dispatcher]\nmax_wait_seconds = 60\n');
    write('conf.d/a.toml', '[slots.primary]\nmodel = "toy"\n');
    const { changes } = await store.reload('operator');
    expect(changes).toEqual(
      expect.arrayContaining([
        { path: 'dispatcher.max_wait_seconds', before: 300, after: 60, applies: 'immediate' },
        expect.objectContaining({ path: 'slots.primary.model', before: '', after: 'toy' }),
      ]),
    );
    expect(store.settings.dispatcher.max_wait_seconds).toBe(60);
    expect(events.ofType(ConfigChangedEvent)[0]?.paths).toContain('slots.primary.model');
  });

  it('stays with what it had when the files are broken', async () => {
    const { store, write } = setup({ 'hal0.toml': '[dispatcher]\nmax_wait_seconds = 60\n' });
    write('hal0.toml', '[dispatcher\n');
    await expect(store.reload('operator')).rejects.toMatchObject({ code: 'config.invalid' });
    expect(store.current.settings.dispatcher.max_wait_seconds).toBe(60);
  });
});

describe('ConfigStore.recordIn', () => {
  it('gives an edit by hand a revision of its own, found at the start, at a reload or before the next edit', async () => {
    const revisions = new FakeRevisionStore();
    const { store, write, events } = setup({ 'hal0.toml': '[activity]\nmax_rows = 500\n' });
    await store.recordIn(revisions);
    expect(await revisions.list({ limit: 9 })).toEqual([]);
    write('hal0.toml', '[activity]\nmax_rows = 600\n');
    await store.recordIn(revisions);
    write('hal0.toml', '[activity]\nmax_rows = 700\n');
    expect((await store.reload('operator')).revisionId).toBe(2);
    write('hal0.toml', '[activity]\nmax_rows = 800\n# only a comment\n');
    expect((await store.edit(setting({ dispatcher: { max_wait_seconds: 60 } }))).revisionId).toBe(4);
    const recorded = (await revisions.list({ limit: 9 })).map(({ action, changes }) => [action, changes[0]]);
    expect(recorded).toEqual([
      ['config.update', { path: 'dispatcher.max_wait_seconds', before: null, after: 60 }],
      ['config.reload', { path: 'activity.max_rows', before: 700, after: 800 }],
      ['config.reload', { path: 'activity.max_rows', before: 600, after: 700 }],
      ['config.reload', { path: 'activity.max_rows', before: 500, after: 600 }],
    ]);
    expect(events.ofType(AuditEvent).map(({ record }) => record.action)).toEqual([
      'config.reload',
      'config.reload',
      'config.reload',
      'config.update',
    ]);
  });

  it('does not fail an edit that cannot be put on record, and catches up later', async () => {
    const revisions = new FakeRevisionStore();
    const { store, read } = setup();
    await store.recordIn(revisions);
    revisions.failNextAddWith = new Error('disk full');
    expect((await store.edit(setting({ activity: { max_rows: 600 } }))).revisionId).toBeNull();
    expect(read('hal0.toml')).toContain('600');
    await store.edit(setting({ activity: { max_rows: 700 } }));
    expect((await revisions.list({ limit: 9 })).map(({ changes }) => changes[0]?.after)).toEqual([700, 600]);
  });
});

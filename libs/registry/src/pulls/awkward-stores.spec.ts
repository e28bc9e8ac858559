import { FakeHub, openPulls } from '@hal0/registry/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

Logger.overrideLogger(false);

const CHAT = readFileSync(
  fileURLToPath(new URL('../../../../installer/demo/models/hal0-demo-chat-2m-q8_0.gguf', import.meta.url)),
);
const NOWHERE = '/nowhere/at/all';
/** A folder in which nobody may make one, not even root. */
const FORBIDDEN = '/sys';

describe('pulls into a store that is not as it should be', () => {
  let hub: FakeHub;
  let folder: string;
  /** On another file system. */
  let elsewhere: string;
  let store: string;
  let opened: Awaited<ReturnType<typeof openPulls>>;

  beforeAll(async () => {
    hub = await FakeHub.start();
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT, 'tiny-F16.gguf': CHAT });
  });
  afterAll(() => hub.stop());
  beforeEach(() => {
    hub.heal();
    folder = mkdtempSync(join(tmpdir(), 'hal0-awkward-'));
    elsewhere = mkdtempSync('/dev/shm/hal0-awkward-');
    store = join(folder, 'models');
  });
  afterEach(async () => {
    await opened.close();
    for (const each of [folder, elsewhere]) rmSync(each, { recursive: true, force: true });
  });

  const link = (target: string, path: string) => {
    mkdirSync(dirname(join(store, path)), { recursive: true });
    symlinkSync(target, join(store, path));
  };
  const open = async () => (opened = await openPulls({ hubUrl: hub.url, folder }));
  async function pull(variant: string) {
    const { pull: started } = await opened.pulls.start({ source: `org/tiny-GGUF:${variant}`, id: 'chat' });
    return opened.reached(started.id, 'completed', 'failed');
  }

  it.each([
    ['the store is a link to another disk', ''],
    ['a kind of model is on another disk', 'llamacpp/chat'],
    ['what arrives is on another disk', '.pulls'],
  ])('brings a model, and another variant of it, when %s', async (_what, path) => {
    if (path) link(elsewhere, path);
    else symlinkSync(elsewhere, store);
    const { registry, removal, pulls } = await open();
    expect(await pull('F16')).toMatchObject({ state: 'completed' });
    const { id } = await pull('Q8_0');
    expect(pulls.get(id)).toMatchObject({ state: 'completed', error: null });
    expect(readdirSync(join(store, 'llamacpp/chat/chat'))).toEqual(['tiny-Q8_0.gguf']);
    expect(readdirSync(join(store, '.pulls'))).toEqual([]);
    expect(registry.get('chat')).toMatchObject({
      state: 'ready',
      path: join(store, 'llamacpp/chat/chat/tiny-Q8_0.gguf'),
    });
    await removal.remove('chat', { files: true });
    expect(readdirSync(join(store, 'llamacpp/chat'))).toEqual([]);
  });

  it.each([
    ['the store is a link that leads nowhere', () => symlinkSync(NOWHERE, store)],
    ['the store is a file', () => writeFileSync(store, 'mine')],
    ['the place for what arrives leads nowhere', () => link(NOWHERE, '.pulls')],
    ['the folder of the model leads nowhere', () => link(NOWHERE, 'llamacpp/chat/chat')],
    ['a file is where a folder should be', () => link('/dev/null', 'llamacpp/chat')],
    [
      'a folder is where the file should be',
      () => mkdirSync(join(store, 'llamacpp/chat/chat/tiny-F16.gguf/mine'), { recursive: true }),
    ],
  ])('says what stands in the way when %s, and can be cancelled', async (_what, prepare) => {
    prepare();
    const { registry, pulls } = await open();
    const { id, error } = await pull('F16');
    expect(error).toEqual({ code: 'model.store_blocked', message: expect.stringContaining(store) });
    expect(await pulls.cancel(id)).toMatchObject({ state: 'cancelled', bytesDone: 0 });
    expect(registry.list()).toEqual([]);
    const mine = join(store, 'llamacpp/chat/chat/tiny-F16.gguf');
    if (existsSync(mine)) expect(lstatSync(mine).isDirectory()).toBe(true);
  });

  it('says that it may not write to the store, and goes on once it may', async () => {
    link(FORBIDDEN, '.pulls');
    const { registry } = await open();
    expect((await pull('F16')).error?.code).toBe('model.store_unwritable');
    expect(registry.list()).toEqual([]);
    rmSync(join(store, '.pulls'));
    expect(await pull('F16')).toMatchObject({ state: 'completed' });
    expect(registry.get('chat').state).toBe('ready');
  });

  it('brings a model that is deleted while another variant of it arrives', async () => {
    const { registry, removal, pulls, reached } = await open();
    await pull('F16');
    hub.fail('org/tiny-GGUF/tiny-Q8_0.gguf', { kind: 'slow', bytesPerSecond: 1_000_000 }, { times: Infinity });
    const { pull: started } = await pulls.start({ source: 'org/tiny-GGUF:Q8_0', id: 'chat' });
    await removal.remove('chat', { files: true });
    expect(registry.list()).toEqual([]);
    hub.heal();
    expect(await reached(started.id, 'completed', 'failed')).toMatchObject({ state: 'completed' });
    expect(readdirSync(join(store, 'llamacpp/chat/chat'))).toEqual(['tiny-Q8_0.gguf']);
    expect(registry.get('chat').state).toBe('ready');
  });

  it('never has a model without its file, whenever it is deleted while it is pulled again', async () => {
    const { registry, removal, pulls, reached } = await open();
    await pull('F16');
    for (let turns = 0; turns < 24; turns += 1) {
      const { pull: again } = await pulls.start({ source: 'org/tiny-GGUF:F16', id: 'chat' });
      for (let turn = 0; turn < turns * 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await removal.remove('chat', { files: true });
      expect(await reached(again.id, 'completed', 'failed')).toMatchObject({ state: 'completed', error: null });
      const model = registry.find('chat');
      if (model) expect(existsSync(model.path ?? '')).toBe(true);
      else await pull('F16');
    }
  });
});

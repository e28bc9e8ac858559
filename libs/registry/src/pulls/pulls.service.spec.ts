import { JournalEvent } from '@hal0/platform';
import { FakeHub, openPulls, projectorBytes, type OpenPullsOptions } from '@hal0/registry/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PullEvent } from './pull.event.js';

const demo = (name: string) => fileURLToPath(new URL(`../../../../installer/demo/models/${name}`, import.meta.url));
const CHAT = readFileSync(demo('hal0-demo-chat-2m-q8_0.gguf'));
const WHISPER = readFileSync(demo('hal0-demo-whisper-en.bin'));
const FILE = 'org/tiny-GGUF/tiny-Q8_0.gguf';
const SLOW = { kind: 'slow', bytesPerSecond: 2_000_000 } as const;

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('PullsService', () => {
  let hub: FakeHub;
  const opened: { close: () => Promise<void>; remove: () => void }[] = [];

  beforeAll(async () => {
    hub = await FakeHub.start();
  });
  afterAll(() => hub.stop());
  beforeEach(() => {
    hub.heal();
    hub.requests.length = 0;
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT, 'README.md': Buffer.from('# Tiny') }, { license: 'mit' });
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) {
      await each.close();
      each.remove();
    }
  });

  async function open(options: Partial<OpenPullsOptions> = {}) {
    const it = await openPulls({ hubUrl: hub.url, ...options });
    opened.push(it);
    return it;
  }

  it('fetches a model into its place, checks it and registers it with where it came from', async () => {
    const { pulls, registry, reached, storeFolder, events } = await open();
    const { pull, resumed } = await pulls.start({ source: 'org/tiny-GGUF' });
    expect(resumed).toBe(false);
    expect(pull).toMatchObject({ modelId: 'tiny-Q8_0', name: 'tiny Q8_0', bytesTotal: CHAT.length });
    const done = await reached(pull.id, 'completed', 'failed');
    expect(done).toMatchObject({ state: 'completed', error: null, bytesDone: CHAT.length, secondsLeft: null });
    const path = join(storeFolder, 'llamacpp/chat/tiny-Q8_0/tiny-Q8_0.gguf');
    expect(readFileSync(path).equals(CHAT)).toBe(true);
    expect(registry.get('tiny-Q8_0')).toMatchObject({
      ...{ type: 'llm', recipe: 'llamacpp', path, license: 'mit', state: 'ready' },
      files: [{ role: 'main', path, sizeBytes: CHAT.length, sha256: digestOf(CHAT) }],
      source: { kind: 'hub', repository: 'org/tiny-GGUF', revision: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    expect(readdirSync(join(storeFolder, '.pulls'))).toEqual([]);
    const types = events.ofType(PullEvent).map(({ type }) => type);
    expect([types[0], types.at(-1)]).toEqual(['pull.queued', 'pull.completed']);
    const lines = events.ofType(JournalEvent).map(({ record }) => record.message);
    expect(lines[0]).toBe('pull of tiny-Q8_0 from org/tiny-GGUF: 2.2 MiB queued');
    expect(lines.at(-1)).toBe('pull of tiny-Q8_0 completed');
  });

  it('refuses a lie about the digest, and leaves nothing behind that anybody could use', async () => {
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT }, { digests: { 'tiny-Q8_0.gguf': 'f'.repeat(64) } });
    const { pulls, registry, reached, storeFolder } = await open();
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF:Q8_0' });
    const failed = await reached(pull.id, 'completed', 'failed');
    expect(failed.error).toMatchObject({
      code: 'pull.checksum_mismatch',
      message: expect.stringContaining('tiny-Q8_0.gguf'),
    });
    expect(failed.error!.message).not.toContain(storeFolder);
    expect(registry.list()).toEqual([]);
    expect(existsSync(join(storeFolder, 'llamacpp'))).toBe(false);
  });

  it('finds bytes that were changed on the way', async () => {
    hub.fail(FILE, { kind: 'garbled', oneIn: 500_000 }, { times: Infinity });
    const { pulls, reached } = await open();
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    expect((await reached(pull.id, 'completed', 'failed')).error?.code).toBe('pull.checksum_mismatch');
  });

  it.each([
    ['a web page', Buffer.from('<!DOCTYPE html><html>Sign in</html>'), 'it is a web page'],
    ['a pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00'), 'Git LFS'],
    ['something else', Buffer.from('PK'), 'it is not a GGUF'],
    ['nothing', Buffer.alloc(0), 'the file is empty'],
    ['half a model', CHAT.subarray(0, 1_500_000), 'the file is truncated: 1500000 of 2354048 bytes are there'],
  ])('registers nothing when what arrived whole is %s, and keeps nothing of it', async (_what, content, reason) => {
    hub.add('org/page-GGUF', { 'page-Q4_0.gguf': content });
    const { pulls, registry, reached, storeFolder } = await open();
    const { pull } = await pulls.start({ source: 'org/page-GGUF' });
    const { error, bytesDone } = await reached(pull.id, 'completed', 'failed');
    expect(error).toMatchObject({ code: 'pull.not_a_model', message: expect.stringContaining(reason) });
    expect(error!.message).not.toContain(storeFolder);
    expect([registry.list(), bytesDone, readdirSync(join(storeFolder, '.pulls'))]).toEqual([[], 0, []]);
  });

  it('refuses a model whose projector is none', async () => {
    hub.add('org/blind-GGUF', { 'blind-Q8_0.gguf': CHAT, 'mmproj-F16.gguf': CHAT });
    const { pulls, registry, reached } = await open();
    const { pull } = await pulls.start({ source: 'org/blind-GGUF' });
    expect((await reached(pull.id, 'completed', 'failed')).error).toEqual({
      code: 'pull.not_a_model',
      message: expect.stringMatching(/^"mmproj-F16\.gguf" cannot be used: it is to be the projector/),
    });
    expect(registry.list()).toEqual([]);
    hub.add('org/blind-GGUF', { 'blind-Q8_0.gguf': CHAT, 'mmproj-F16.gguf': projectorBytes() });
    const again = await pulls.start({ source: 'org/blind-GGUF' });
    expect(await reached(again.pull.id, 'completed', 'failed')).toMatchObject({ state: 'completed' });
    expect(registry.get('blind-Q8_0').labels).toContain('vision');
  });

  it('goes on with what is there once somebody says what it is for', async () => {
    hub.add('org/draws', { 'draws.safetensors': Buffer.from('a header that nobody reads') });
    const { pulls, registry, reached } = await open();
    const { pull } = await pulls.start({ source: 'org/draws' });
    const { error, bytesDone } = await reached(pull.id, 'completed', 'failed');
    expect([error!.message, bytesDone]).toEqual([expect.stringContaining('say its type'), 26]);
    hub.requests.length = 0;
    const again = await pulls.start({ source: 'org/draws', type: 'image' });
    expect(await reached(again.pull.id, 'completed', 'failed')).toMatchObject({ state: 'completed', id: pull.id });
    expect([registry.get('draws').type, hub.bytesServed('org/draws/draws.safetensors')]).toEqual(['image', 0]);
  });

  it('pauses, goes on after a restart of its own accord only when it was not paused, and fetches nothing twice', async () => {
    hub.add('org/tiny-GGUF', { 'tiny.bin': Buffer.alloc(0), 'ggml-base.bin': WHISPER });
    const file = 'org/tiny-GGUF/ggml-base.bin';
    hub.fail(file, { kind: 'slow', bytesPerSecond: 3_000_000 }, { times: Infinity });
    const first = await open({ connections: 2 });
    const { pull } = await first.pulls.start({ source: 'org/tiny-GGUF:ggml-base.bin' });
    while (first.pulls.get(pull.id).bytesDone < 2_000_000) await new Promise((resolve) => setTimeout(resolve, 5));
    const paused = await first.pulls.pause(pull.id);
    expect(paused.state).toBe('paused');
    await first.close();
    opened.pop();
    hub.heal();
    hub.requests.length = 0;
    const second = await open({ folder: first.folder });
    expect(second.pulls.get(pull.id)).toMatchObject({ state: 'paused', bytesDone: paused.bytesDone });
    await second.pulls.resume(pull.id);
    expect(await second.reached(pull.id, 'completed', 'failed')).toMatchObject({ state: 'completed' });
    expect(hub.bytesServed(file)).toBe(WHISPER.length - paused.bytesDone);
    expect(second.registry.get('ggml-base')).toMatchObject({ type: 'transcription', recipe: 'whispercpp' });
  });

  it('goes on after a shutdown by itself', async () => {
    hub.fail(FILE, SLOW, { times: Infinity });
    const first = await open();
    const { pull } = await first.pulls.start({ source: 'org/tiny-GGUF' });
    while (first.pulls.get(pull.id).bytesDone === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.close();
    opened.pop();
    hub.heal();
    const second = await open({ folder: first.folder });
    expect(await second.reached(pull.id, 'completed', 'failed')).toMatchObject({ state: 'completed' });
  });

  it('registers what was put in its place by a process that was killed right then, without fetching it again', async () => {
    const first = await open();
    const { pull } = await first.pulls.start({ source: 'org/tiny-GGUF' });
    await first.reached(pull.id, 'completed');
    await first.database.query(`DELETE FROM "model_files"`);
    await first.database.query(`DELETE FROM "models"`);
    await first.database.query(`UPDATE "pulls" SET "state" = 'verifying', "finished_at" = NULL`);
    await first.close();
    opened.pop();
    hub.requests.length = 0;
    const second = await open({ folder: first.folder });
    expect(await second.reached(pull.id, 'completed', 'failed')).toMatchObject({
      state: 'completed',
      bytesDone: CHAT.length,
    });
    expect(second.registry.get('tiny-Q8_0').files).toHaveLength(1);
    expect(hub.bytesServed()).toBe(0);
  });

  it('throws away what has arrived when it is cancelled', async () => {
    hub.fail(FILE, SLOW, { times: Infinity });
    const { pulls, registry, storeFolder } = await open();
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    await expect(pulls.remove(pull.id)).rejects.toMatchObject({ code: 'pull.active' });
    expect(await pulls.cancel(pull.id)).toMatchObject({ state: 'cancelled' });
    expect(readdirSync(join(storeFolder, '.pulls'))).toEqual([]);
    expect(registry.list()).toEqual([]);
    expect(pulls.get(pull.id).bytesDone).toBe(0);
    await expect(pulls.resume(pull.id)).rejects.toMatchObject({ code: 'pull.wrong_state' });
    await pulls.remove(pull.id);
    expect(() => pulls.get(pull.id)).toThrow(expect.objectContaining({ code: 'pull.not_found' }));
  });

  it('gives one pull to all who ask for the same model', async () => {
    hub.fail(FILE, SLOW, { times: Infinity });
    const { pulls, reached } = await open();
    const sources = ['org/tiny-GGUF', 'org/tiny-GGUF', 'org/tiny-GGUF:Q8_0'];
    const started = await Promise.all(sources.map((source) => pulls.start({ source })));
    expect(started.filter(({ resumed }) => !resumed)).toHaveLength(1);
    const [id, ...others] = new Set(started.map(({ pull }) => pull.id));
    expect(others).toEqual([]);
    hub.heal();
    await reached(id!, 'completed');
  });

  it('does not pass one model off as another that is asked for under its id', async () => {
    hub.add('org/other-GGUF', { 'other-Q8_0.gguf': CHAT });
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT, 'tiny-F16.gguf': CHAT });
    hub.fail(FILE, SLOW, { times: Infinity });
    const { pulls, reached } = await open();
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF:Q8_0', id: 'one' });
    for (const source of ['org/other-GGUF', 'org/tiny-GGUF:F16']) {
      await expect(pulls.start({ source, id: 'one' })).rejects.toMatchObject({ code: 'pull.active', httpStatus: 409 });
    }
    hub.heal();
    await reached(pull.id, 'completed');
  });

  it('keeps the files of ids apart that differ by a slash or a colon only', async () => {
    const { pulls, reached, registry } = await open();
    const ids = ['a/b', 'a--b', 'a:b'];
    for (const id of ids) await reached((await pulls.start({ source: 'org/tiny-GGUF', id })).pull.id, 'completed');
    expect(new Set(ids.map((id) => registry.get(id).path)).size).toBe(3);
  });

  it('leaves a model in the folder that it stands in', async () => {
    const { pulls, reached, registry, storeFolder } = await open();
    await reached((await pulls.start({ source: 'org/tiny-GGUF', id: 'a/b' })).pull.id, 'completed');
    const place = join(storeFolder, 'llamacpp/chat/a--b/tiny-Q8_0.gguf');
    mkdirSync(dirname(place));
    renameSync(registry.get('a/b').path ?? '', place);
    await registry.relocate('a/b', place);
    hub.requests.length = 0;
    await reached((await pulls.start({ source: 'org/tiny-GGUF', id: 'a/b' })).pull.id, 'completed');
    expect([registry.get('a/b').path, hub.bytesServed(FILE)]).toEqual([place, 0]);
  });

  it('throws away what a failed one holds when that is asked for', async () => {
    hub.fail(FILE, { kind: 'drop', afterBytes: 1_100_000 }, { times: 1 });
    hub.fail(FILE, { kind: 'status', status: 404 }, { times: 1 });
    const { pulls, reached, storeFolder } = await open({ connections: 1 });
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    expect((await reached(pull.id, 'failed')).bytesDone).toBe(1024 * 1024);
    expect(await pulls.cancel(pull.id)).toMatchObject({ state: 'cancelled', bytesDone: 0 });
    expect(readdirSync(join(storeFolder, '.pulls'))).toEqual([]);
  });

  it('fetches two at once, and the others when it is their turn', async () => {
    hub.fail(FILE, SLOW, { times: Infinity });
    const { pulls, reached } = await open();
    for (const id of ['a', 'b', 'c']) await pulls.start({ source: 'org/tiny-GGUF', id });
    const states = () => pulls.list().map(({ modelId, state }) => `${modelId} ${state}`);
    expect(states()).toEqual(['c queued', 'b running', 'a running']);
    hub.heal();
    for (const { id } of pulls.list()) await reached(id, 'completed');
  });

  it('goes on with one that has failed, without what is there already', async () => {
    hub.fail(FILE, { kind: 'drop', afterBytes: 1_100_000 }, { times: 1 });
    hub.fail(FILE, { kind: 'status', status: 404 }, { times: 1 });
    const { pulls, reached } = await open({ connections: 1 });
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    const failed = await reached(pull.id, 'failed');
    expect(failed).toMatchObject({ error: { code: 'hub.not_found' }, bytesDone: 1024 * 1024 });
    const again = await pulls.start({ source: 'org/tiny-GGUF' });
    expect(again).toMatchObject({ resumed: true, pull: { id: pull.id, error: null } });
    await reached(pull.id, 'completed');
  });

  it('fetches nothing when a model is pulled again and nothing has changed', async () => {
    const { pulls, reached, registry } = await open();
    await reached((await pulls.start({ source: 'org/tiny-GGUF' })).pull.id, 'completed');
    hub.requests.length = 0;
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    expect(await reached(pull.id, 'completed', 'failed')).toMatchObject({ state: 'completed' });
    expect(hub.bytesServed(FILE)).toBe(0);
    expect(registry.list()).toHaveLength(1);
  });

  it('takes another variant in the place of one, and keeps no file that no model has', async () => {
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT, 'tiny-F16.gguf': CHAT });
    const { pulls, reached, registry, storeFolder } = await open();
    await reached((await pulls.start({ source: 'org/tiny-GGUF:F16', id: 'chat' })).pull.id, 'completed');
    await reached((await pulls.start({ source: 'org/tiny-GGUF:Q8_0', id: 'chat' })).pull.id, 'completed');
    expect(registry.list().map(({ id, name }) => [id, name])).toEqual([['chat', 'tiny Q8_0']]);
    expect(readdirSync(join(storeFolder, 'llamacpp/chat/chat'))).toEqual(['tiny-Q8_0.gguf']);
    await registry.edit('chat', { name: 'Ours F16' });
    await reached((await pulls.start({ source: 'org/tiny-GGUF:F16', id: 'chat' })).pull.id, 'completed');
    expect(registry.get('chat').name).toBe('Ours F16');
    hub.add('org/other-GGUF', { 'other-Q8_0.gguf': CHAT });
    const other = pulls.start({ source: 'org/other-GGUF', id: 'chat' });
    await expect(other).rejects.toMatchObject({ code: 'model.exists' });
  });

  it('leaves nothing in the place of a model that it could not get there whole, once it is cancelled', async () => {
    hub.add('org/eyes-GGUF', { 'eyes-Q8_0.gguf': CHAT, 'mmproj-F16.gguf': projectorBytes() });
    const { pulls, reached, registry, storeFolder } = await open();
    const chat = join(storeFolder, 'llamacpp/chat');
    mkdirSync(join(chat, 'eyes-Q8_0/mmproj-F16.gguf/mine'), { recursive: true });
    const { pull } = await pulls.start({ source: 'org/eyes-GGUF' });
    await reached(pull.id, 'failed');
    await pulls.cancel(pull.id);
    expect([registry.list(), readdirSync(join(chat, 'eyes-Q8_0'))]).toEqual([[], ['mmproj-F16.gguf']]);
    expect(readdirSync(join(chat, 'eyes-Q8_0/mmproj-F16.gguf'))).toEqual(['mine']);
  });

  it('says how much room is missing before anything is fetched', async () => {
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT }, { sizes: { 'tiny-Q8_0.gguf': 2 ** 50 } });
    const { pulls, storeFolder } = await open();
    await expect(pulls.start({ source: 'org/tiny-GGUF' })).rejects.toMatchObject({
      code: 'model.insufficient_disk',
      httpStatus: 507,
      details: { neededBytes: 2 ** 50, freeBytes: expect.any(Number) },
    });
    expect(pulls.list()).toEqual([]);
    expect(existsSync(join(storeFolder, '.pulls'))).toBe(false);
  });

  it('forgets what ended two weeks ago, and what nobody knows for a day', async () => {
    const { pulls, reached, clock, storeFolder } = await open();
    const staging = join(storeFolder, '.pulls');
    const [old, fresh] = ['00112233445566aa', '00112233445566bb'];
    for (const name of [old, fresh, 'mine']) mkdirSync(join(staging, name), { recursive: true });
    for (const name of [old, 'mine']) utimesSync(join(staging, name), 1_000, 1_000);
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    await reached(pull.id, 'completed');
    await pulls.removeEndedBefore(clock.now() - 1_000);
    expect(pulls.list()).toHaveLength(1);
    expect(readdirSync(staging)).toEqual([fresh, 'mine']);
    await pulls.removeEndedBefore(clock.now() + 1_000);
    expect(pulls.list()).toEqual([]);
  });

  it('tells who follows it how it is, how it goes on, and how it ended', async () => {
    hub.fail(FILE, SLOW, { times: Infinity });
    const { pulls } = await open();
    const { pull } = await pulls.start({ source: 'org/tiny-GGUF' });
    const names: string[] = [];
    for await (const text of pulls.follow(pull.id)) {
      names.push(/^event: (\S+)/.exec(text)?.[1] ?? 'keep-alive');
      hub.heal();
    }
    expect(names[0]).toBe('pull.snapshot');
    expect(names).toContain('pull.progress');
    expect(names.at(-1)).toBe('pull.completed');
  });

  it('does not let the token out to where the hub keeps its files', async () => {
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': CHAT }, { token: 'hf_secret' });
    const stranger = await open();
    await expect(stranger.pulls.start({ source: 'org/tiny-GGUF' })).rejects.toMatchObject({ code: 'hub.gated' });
    const other = await open({ token: () => 'hf_other' });
    const denied = await other.pulls.start({ source: 'org/tiny-GGUF' });
    expect((await other.reached(denied.pull.id, 'failed')).error?.code).toBe('hub.gated');
    hub.requests.length = 0;
    const { pulls, reached, folder } = await open({ token: () => 'hf_secret' });
    await reached((await pulls.start({ source: 'org/tiny-GGUF' })).pull.id, 'completed');
    const seen = hub.requests.map(({ at, authorization }) => `${at} ${authorization}`);
    expect(new Set(seen)).toEqual(new Set(['hub Bearer hf_secret', 'network undefined']));
    expect(statSync(join(folder, 'registry.db')).mode & 0o077).toBe(0);
  });
});

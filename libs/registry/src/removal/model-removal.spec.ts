import { AuditEvent } from '@hal0/platform';
import type { RecordingEventBus } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelSource, type ModelFile } from '../model.js';
import { openRegistry } from '../testing/open-registry.js';
import { projectorBytes } from '../testing/projector-bytes.js';

const CHAT = fileURLToPath(new URL('../../../../installer/demo/models/hal0-demo-chat-2m-q8_0.gguf', import.meta.url));
const EYES = projectorBytes();
const scratch: string[] = [];
afterEach(() => scratch.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-removal-'));
  scratch.push(folder);
  const storeFolder = join(folder, 'store');
  const opened = await openRegistry({ storeFolder });
  const place = opened.store.folderFor({ id: 'toy', recipe: 'llamacpp', type: 'llm' });
  /** A file of these bytes, or the demo's chat model. */
  const put = (path: string, bytes?: Buffer): string => {
    mkdirSync(dirname(path), { recursive: true });
    if (bytes === undefined) copyFileSync(CHAT, path);
    else writeFileSync(path, bytes);
    return path;
  };
  return { ...opened, folder, storeFolder, place, put };
}

const file = (role: ModelFile['role'], path: string, sizeBytes = 0): ModelFile => ({
  ...{ role, path, sizeBytes, sha256: null },
});

describe('removing a model', () => {
  it('deletes the files in the store that are asked for, with their folder, and tells what that freed', async () => {
    const { registry, removal, place, put } = await setup();
    const [main, projector] = [put(join(place, 'a.gguf')), put(join(place, 'mmproj.gguf'), EYES)];
    const files = [file('main', main), file('mmproj', projector, EYES.length)];
    const { sizeBytes } = await registry.register({ id: 'toy', files, source: modelSource('hub') });
    await expect(removal.remove('toy', { files: true })).resolves.toEqual({
      ...{ id: 'toy', released: [], filesRemoved: [main, projector], filesKept: [], bytesFreed: sizeBytes },
    });
    expect(existsSync(place)).toBe(false);
    expect(registry.list()).toEqual([]);
  });

  it('keeps all files unless they are asked for', async () => {
    const { registry, removal, place, put } = await setup();
    const path = put(join(place, 'a.gguf'));
    await registry.add({ id: 'toy', path });
    await expect(removal.remove('toy')).resolves.toMatchObject({ filesKept: [{ path, reason: 'not_asked' }] });
    expect(existsSync(path)).toBe(true);
  });

  it('does not delete a file that becomes another model’s while it waits for its turn', async () => {
    const { registry, removal, store, place, put } = await setup();
    const path = put(join(place, 'a.gguf'));
    await registry.add({ id: 'toy', path });
    const turn = store.inTurn(() =>
      registry.register({ id: 'twin', files: [file('main', path)], source: modelSource('hub') }),
    );
    const removed = removal.remove('toy', { files: true });
    await turn;
    await expect(removed).resolves.toMatchObject({ filesRemoved: [], filesKept: [{ path, reason: 'shared' }] });
    expect([existsSync(path), registry.list().map(({ id }) => id)]).toEqual([true, ['twin']]);
  });

  it('tells of a file that the disk does not let go, and forgets the model for all that', async () => {
    const { registry, removal, storeFolder, place, put } = await setup();
    const path = put(join(place, 'a.gguf'));
    // The kernel's files are nobody's to delete, not even root's.
    mkdirSync(join(storeFolder, 'whispercpp'));
    symlinkSync('/sys', join(storeFolder, 'whispercpp/stt'));
    const stuck = join(storeFolder, 'whispercpp/stt/kernel/uevent_seqnum');
    const files = [file('main', path), file('other', stuck)];
    await registry.register({ id: 'toy', files, source: modelSource('hub') });
    await expect(removal.remove('toy', { files: true })).resolves.toMatchObject({
      filesRemoved: [path],
      filesKept: [{ path: stuck, reason: 'refused' }],
    });
    expect([registry.list(), existsSync(stuck)]).toEqual([[], true]);
  });

  it('never deletes what stands outside the store, nor what another model stands in', async () => {
    const { registry, removal, folder, storeFolder, place, put } = await setup();
    const outside = put(join(folder, 'mine', 'a.gguf'));
    const shared = put(join(place, 'mmproj.gguf'), EYES);
    mkdirSync(join(storeFolder, 'linked'), { recursive: true });
    symlinkSync(join(folder, 'mine'), join(storeFolder, 'linked', 'mine'));
    const through = join(storeFolder, 'linked', 'mine', 'a.gguf');
    const files = [file('main', outside), file('mmproj', shared, EYES.length), file('other', through)];
    await registry.register({ id: 'toy', files, source: modelSource('hub') });
    await registry.register({ id: 'other', files: files.slice(0, 2), source: modelSource('hub') });
    await expect(removal.remove('toy', { files: true })).resolves.toMatchObject({
      filesRemoved: [],
      filesKept: [
        { path: outside, reason: 'shared' },
        { path: shared, reason: 'shared' },
        { path: through, reason: 'outside_store' },
      ],
    });
    await expect(removal.remove('other', { files: true })).resolves.toMatchObject({
      filesRemoved: [shared],
      filesKept: [{ path: outside, reason: 'outside_store' }],
    });
    expect(existsSync(outside)).toBe(true);
  });

  it('reaches a second volume that a capability folder links to, and of a linked file takes the link alone', async () => {
    const { registry, removal, folder, storeFolder, put } = await setup();
    const volume = join(folder, 'volume');
    mkdirSync(volume);
    mkdirSync(join(storeFolder, 'llamacpp'), { recursive: true });
    symlinkSync(volume, join(storeFolder, 'llamacpp', 'chat'));
    const there = put(join(storeFolder, 'llamacpp', 'chat', 'toy', 'a.gguf'));
    const target = put(join(folder, 'elsewhere.gguf'));
    const link = join(dirname(there), 'b.gguf');
    symlinkSync(target, link);
    const files = [file('main', there), file('draft', link)];
    const { sizeBytes } = await registry.register({ id: 'toy', files, source: modelSource('hub') });
    await expect(removal.remove('toy', { files: true })).resolves.toMatchObject({
      filesRemoved: [there, link],
      bytesFreed: sizeBytes,
    });
    expect([existsSync(there), existsSync(link), existsSync(target)]).toEqual([false, false, true]);
    expect(existsSync(volume)).toBe(true);
  });

  it('is refused while something refers to it, with names', async () => {
    const { registry, removal } = await setup();
    await registry.add({ id: 'toy', path: CHAT });
    registry.addReferences({ referrers: () => ['primary', 'coder'], release: async () => undefined });
    await expect(removal.remove('toy')).rejects.toMatchObject({
      ...{ code: 'model.in_use', httpStatus: 409, details: { slots: ['primary', 'coder'] } },
    });
    expect(registry.get('toy')).toBeDefined();
  });

  it('takes it from whoever refers to it when that is asked for, before its row goes', async () => {
    const { registry, removal } = await setup();
    await registry.add({ id: 'toy', path: CHAT });
    let users = ['primary'];
    registry.addReferences({
      referrers: () => users,
      release: async (id) => {
        expect(registry.get(id).id).toBe('toy');
        users = [];
      },
    });
    await expect(removal.remove('toy', { cascade: true })).resolves.toMatchObject({ released: ['primary'] });
    expect(registry.find('toy')).toBeUndefined();
  });

  it('leaves everything as it was when somebody cannot let go', async () => {
    const { registry, removal, events, place, put } = await setup();
    const path = put(join(place, 'a.gguf'));
    await registry.add({ id: 'toy', path });
    registry.addReferences({
      referrers: () => ['primary'],
      release: () => Promise.reject(new Error('a file says so')),
    });
    await expect(removal.remove('toy', { cascade: true, files: true })).rejects.toThrow('a file says so');
    expect(registry.get('toy').state).toBe('ready');
    expect(existsSync(path)).toBe(true);
    expect(failures(events)).toEqual(['a file says so']);
  });

  it('knows nothing of a model that was never added', async () => {
    const { removal } = await setup();
    await expect(removal.remove('toy')).rejects.toMatchObject({ code: 'model.not_found', httpStatus: 404 });
  });
});

const failures = (events: RecordingEventBus) =>
  events.ofType(AuditEvent).flatMap(({ record }) => (record.outcome === 'failed' ? [record.details?.reason] : []));

import { afterEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelEntity } from './entities/model.entity.js';
import { modelSource, type ModelFile, type ModelRegistration } from './model.js';
import { openRegistry } from './testing/open-registry.js';
import { projectorBytes } from './testing/projector-bytes.js';

const DEMO = fileURLToPath(new URL('../../../installer/demo/models', import.meta.url));
const scratch: string[] = [];
afterEach(() => scratch.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-registration-'));
  scratch.push(folder);
  const chat = join(folder, 'chat.gguf');
  copyFileSync(join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf'), chat);
  const projector = join(folder, 'mmproj.gguf');
  const eyes = projectorBytes();
  writeFileSync(projector, eyes);
  const files: ModelFile[] = [
    { role: 'mmproj', path: projector, sizeBytes: eyes.length, sha256: 'b'.repeat(64) },
    { role: 'main', path: chat, sizeBytes: 2_354_048, sha256: 'a'.repeat(64) },
  ];
  const source = modelSource('hub', { repository: 'acme/Chat-GGUF', revision: 'c0ffee' });
  const registration: ModelRegistration = { id: 'chat', files, source, labels: ['vision'] };
  return { folder, chat, projector, registration, ...(await openRegistry()) };
}

describe('registering files that were got from somewhere', () => {
  it('records what was said and what the main file says, and has it again after a restart', async () => {
    const { registry, table, chat, projector, registration } = await setup();
    const model = await registry.register({ ...registration, name: 'A chat', defaults: { contextSize: 1_024 } });
    expect(model).toMatchObject({
      ...{
        id: 'chat',
        name: 'A chat',
        type: 'llm',
        recipe: 'llamacpp',
        path: chat,
        sizeBytes: 2_354_048 + projectorBytes().length,
      },
      files: [
        { role: 'main', path: chat, sha256: 'a'.repeat(64) },
        { role: 'mmproj', path: projector },
      ],
      ...{ labels: ['vision', 'tool-calling'], defaults: { contextSize: 1_024 }, state: 'ready' },
      source: { kind: 'hub', repository: 'acme/Chat-GGUF', revision: 'c0ffee', url: null, catalogueId: null },
    });
    await table.onModuleInit();
    expect(registry.list()).toEqual([model]);
  });

  it('stands or falls with what is written alongside', async () => {
    const { registry, registration, database } = await setup();
    const alongside = () => Promise.reject(new Error('the job is gone'));
    await expect(registry.register(registration, { alongside })).rejects.toThrow('the job is gone');
    expect(registry.list()).toEqual([]);
    expect(await database.manager.count(ModelEntity)).toBe(0);
  });

  it('renews a model of the same repository, and keeps what people gave it', async () => {
    const { registry, registration } = await setup();
    await registry.register(registration);
    await registry.edit('chat', { name: 'Mine', labels: ['coding'], defaults: { parallel: 2 } });
    const source = { ...registration.source, revision: 'decaf' };
    await expect(registry.register({ ...registration, source })).resolves.toMatchObject({
      ...{ name: 'Mine', defaults: { parallel: 2 }, source: { revision: 'decaf' } },
      labels: ['coding', 'vision', 'tool-calling'],
    });
    expect(registry.list()).toHaveLength(1);
  });

  it('takes nothing for a projector that is none', async () => {
    const { registry, chat, projector, registration } = await setup();
    for (const [content, code] of [
      [Buffer.from('<!doctype html>'), 'model.not_a_projector'],
      [readFileSync(chat), 'model.not_a_projector'],
      [projectorBytes().subarray(0, -1), 'model.file_corrupt'],
    ] as const) {
      writeFileSync(projector, content);
      await expect(registry.register(registration)).rejects.toMatchObject({ code, httpStatus: 422 });
    }
    rmSync(projector);
    await expect(registry.register(registration)).rejects.toMatchObject({ code: 'model.file_missing' });
    expect(registry.list()).toEqual([]);
  });

  it('does not take the id of a model that came from somewhere else', async () => {
    const { registry, registration, chat } = await setup();
    await registry.add({ id: 'chat', path: chat });
    await expect(registry.register(registration)).rejects.toMatchObject({ code: 'model.exists' });
    expect(registry.get('chat').source?.kind).toBe('file');
  });

  it('takes the place of a model whose file is gone, wherever that came from', async () => {
    const { registry, registration, folder, chat } = await setup();
    const lost = join(folder, 'lost.gguf');
    copyFileSync(chat, lost);
    await registry.add({ id: 'chat', path: lost, name: 'Mine' });
    rmSync(lost);
    await expect(registry.checkFile('chat')).rejects.toMatchObject({ code: 'model.file_missing' });
    await expect(registry.register(registration)).resolves.toMatchObject({ name: 'Mine', path: chat, state: 'ready' });
  });

  it('adds every file of a split model, and refuses one of which a part is not there', async () => {
    const { registry, folder, chat } = await setup();
    const parts = [1, 2, 3].map((part) => join(folder, `split-0000${part}-of-00003.gguf`));
    for (const part of parts.slice(0, 2)) copyFileSync(chat, part);
    await expect(registry.add({ id: 'split', path: parts[0] ?? '' })).rejects.toMatchObject({
      ...{ code: 'model.file_missing', details: { path: parts[2] } },
    });
    copyFileSync(chat, parts[2] ?? '');
    const { files, sizeBytes } = await registry.add({ id: 'split', path: parts[0] ?? '' });
    expect(files.map(({ role }) => role)).toEqual(['main', 'shard', 'shard']);
    expect(sizeBytes).toBe(3 * 2_354_048);
    rmSync(parts[1] ?? '');
    await expect(registry.checkFile('split')).rejects.toMatchObject({ code: 'model.file_missing' });
  });
});

describe('editing a model', () => {
  it('changes what is mentioned, and takes away what is null', async () => {
    const { registry, registration } = await setup();
    await registry.register({ ...registration, license: 'MIT', defaults: { contextSize: 512, parallel: 2 } });
    await registry.edit('chat', { name: 'Mine', defaults: { contextSize: null, gpuLayers: 0 } });
    expect(registry.get('chat')).toMatchObject({ name: 'Mine', license: 'MIT', labels: ['vision', 'tool-calling'] });
    expect(registry.get('chat').defaults).toEqual({ parallel: 2, gpuLayers: 0 });
    await registry.edit('chat', { name: null, license: null });
    expect(registry.get('chat')).toMatchObject({ name: 'chat', license: null });
  });

  it('makes a model one of another type, unless a slot has it or the file is no such model', async () => {
    const { registry, registration } = await setup();
    await registry.register(registration);
    await expect(registry.edit('chat', { type: 'transcription' })).rejects.toMatchObject({
      code: 'model.file_corrupt',
    });
    await registry.edit('chat', { type: 'embedding' });
    expect(registry.get('chat')).toMatchObject({ type: 'embedding', recipe: 'llamacpp' });
    registry.addReferences({ referrers: () => ['embed'], release: async () => undefined });
    await expect(registry.edit('chat', { type: 'llm' })).rejects.toMatchObject({ code: 'model.in_use' });
  });

  it('loses two edits at once in no way', async () => {
    const { registry, registration } = await setup();
    await registry.register(registration);
    await Promise.all([registry.edit('chat', { name: 'Mine' }), registry.edit('chat', { license: 'MIT' })]);
    expect(registry.get('chat')).toMatchObject({ name: 'Mine', license: 'MIT' });
  });
});

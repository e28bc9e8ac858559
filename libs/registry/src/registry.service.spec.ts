import { AuditEvent } from '@hal0/platform';
import { openDatabase, temporaryHome, type RecordingEventBus } from '@hal0/platform/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RegistryChangedEvent } from './registry-changed.event.js';
import { CreateModels1767225600000 } from './migrations/create-models.migration.js';
import { registryDatabase } from './registry.database.js';
import { RegistryFilesCheck } from './registry-files.check.js';
import { ModelInspector } from './inspection/model-inspector.js';
import { modelSource } from './model.js';
import { openRegistry } from './testing/index.js';

const DEMO = fileURLToPath(new URL('../../../installer/demo/models/', import.meta.url));

const scratch: string[] = [];
afterAll(() => scratch.forEach((folder) => rmSync(folder, { recursive: true })));

describe('RegistryService', () => {
  it('adds a local file as what it is', async () => {
    const { registry, chat } = await setup();
    await registry.add({ path: chat, license: 'Apache-2.0', toy: true });
    expect(registry.list()).toMatchObject([
      {
        id: 'hal0-demo-chat-2m-q8_0',
        type: 'llm',
        path: chat,
        name: 'hal0-demo-chat-2m-q8_0',
        files: [{ role: 'main', path: chat, sizeBytes: 2_354_048, sha256: null }],
        source: modelSource('file'),
        defaults: {},
        state: 'ready',
        checkedAt: '2026-01-01T00:00:00.000Z',
        checkpoint: null,
        recipe: 'llamacpp',
        labels: ['tool-calling'],
        sizeBytes: 2_354_048,
        architecture: 'llama',
        contextLength: 2048,
        license: 'Apache-2.0',
        toy: true,
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('gives each type the recipe that runs it, and keeps the labels it was given', async () => {
    const { registry, folder } = await setup();
    const path = join(folder, 'voice.bin');
    writeFileSync(path, 'not looked into');
    await expect(registry.add({ id: 'a', path, type: 'tts', labels: ['english'] })).resolves.toMatchObject({
      recipe: 'kokoro',
      labels: ['english'],
    });
    await expect(registry.add({ id: 'b', path, type: 'image' })).resolves.toMatchObject({ recipe: 'sd-cpp' });
    const speech = join(DEMO, 'hal0-demo-whisper-en.bin');
    await expect(registry.add({ id: 'c', path: speech })).resolves.toMatchObject({ recipe: 'whispercpp' });
    expect(registry.list().map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('tells that the models changed after they are stored, and who did it', async () => {
    const { registry, removal, chat, events } = await setup();
    await registry.add({ id: 'toy', path: chat }, 'agent');
    await removal.remove('toy');
    expect(events.ofType(RegistryChangedEvent).map(({ models }) => models.map(({ id }) => id))).toEqual([['toy'], []]);
    expect(audit(events)).toEqual(['model.add toy agent ok', 'model.remove toy operator ok']);
  });

  it('records a change that failed, and changes nothing', async () => {
    const { registry, events, folder } = await setup();
    await expect(registry.add({ id: 'toy', path: join(folder, 'nothing.gguf') })).rejects.toMatchObject({
      code: 'model.file_missing',
      httpStatus: 409,
    });
    expect(audit(events)).toEqual(['model.add toy operator failed']);
    expect(events.ofType(RegistryChangedEvent)).toEqual([]);
    expect(registry.list()).toEqual([]);
  });

  it('accepts an id once, also when two are added at the same moment', async () => {
    const { registry, chat } = await setup();
    const results = await Promise.allSettled([
      registry.add({ id: 'toy', path: chat }),
      registry.add({ id: 'toy', path: chat }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(registry.add({ id: 'toy', path: chat })).rejects.toMatchObject({ code: 'model.exists' });
    expect(registry.list()).toHaveLength(1);
  });

  it.each(['Qwen/Qwen3-4B-GGUF:Q4_K_M', 'a', 'user.Model_1.5', 'org/a/b'])('takes "%s" for an id', async (id) => {
    const { registry, chat } = await setup();
    await registry.add({ id, path: chat });
    expect(registry.get(id).id).toBe(id);
  });

  it.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a b', 'ä', 'a\n', '.a', 'a?b', 'x'.repeat(129)])(
    'refuses %j for an id',
    async (id) => {
      const { registry, chat } = await setup();
      await expect(registry.add({ id, path: chat })).rejects.toMatchObject({ code: 'model.id_invalid' });
    },
  );

  it('wants an absolute path', async () => {
    const { registry } = await setup();
    await expect(registry.add({ path: 'models/a.gguf' })).rejects.toMatchObject({ code: 'model.path_relative' });
  });

  it('makes an id out of the name of the file', async () => {
    const { registry, folder } = await setup();
    const path = join(folder, '(my) best model v1.2.gguf');
    copyFileSync(join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf'), path);
    await expect(registry.add({ path })).resolves.toMatchObject({ id: 'my-best-model-v1.2' });
  });

  it('follows a file that was moved', async () => {
    const { registry, chat, folder, events } = await setup();
    await registry.add({ id: 'toy', path: chat, toy: true });
    const moved = join(folder, 'moved.gguf');
    renameSync(chat, moved);
    await expect(registry.relocate('toy', moved)).resolves.toMatchObject({ id: 'toy', path: moved, toy: true });
    await registry.checkFile('toy');
    await expect(registry.relocate('toy', chat)).rejects.toMatchObject({ code: 'model.file_missing' });
    expect(registry.get('toy').path).toBe(moved);
    expect(audit(events).slice(1)).toEqual(['model.edit toy operator ok', 'model.edit toy operator failed']);
  });

  it('knows nothing of a model that was never added', async () => {
    const { registry } = await setup();
    expect(registry.find('toy')).toBeUndefined();
    expect(() => registry.get('toy')).toThrow('There is no model "toy".');
    await expect(registry.checkFile('toy')).rejects.toMatchObject({ code: 'model.not_found' });
  });

  describe('before a load', () => {
    it('notices a file that is gone, is no longer a model, or was cut', async () => {
      const { registry, chat } = await setup();
      await registry.add({ id: 'toy', path: chat });
      await expect(registry.checkFile('toy')).resolves.toBeUndefined();
      truncateSync(chat, 1_000_000);
      await expect(registry.checkFile('toy')).rejects.toMatchObject({ code: 'model.file_corrupt' });
      writeFileSync(chat, '<html>');
      await expect(registry.checkFile('toy')).rejects.toThrow('the file is not a GGUF (first bytes 3c68746d)');
      rmSync(chat);
      await expect(registry.checkFile('toy')).rejects.toMatchObject({ code: 'model.file_missing' });
    });

    it('notices a whisper model that was cut, whose header cannot tell', async () => {
      const { registry, folder } = await setup();
      const path = join(folder, 'speech.bin');
      copyFileSync(join(DEMO, 'hal0-demo-whisper-en.bin'), path);
      await registry.add({ id: 'speech', path });
      truncateSync(path, 5_000_000);
      await expect(registry.checkFile('speech')).rejects.toThrow('it has 5000000 bytes, and had 7771264');
    });

    it('takes a file that was exchanged for another whole one as it is now', async () => {
      const { registry, chat } = await setup();
      await registry.add({ id: 'toy', path: chat });
      copyFileSync(join(DEMO, 'hal0-demo-embed-2m-q8_0.gguf'), chat);
      await registry.checkFile('toy');
      expect(registry.get('toy')).toMatchObject({ sizeBytes: 3_019_808, architecture: 'bert', contextLength: 512 });
    });
  });

  it('lets the doctor find models whose file is gone', async () => {
    const { registry, chat } = await setup();
    const check = new RegistryFilesCheck(registry, new ModelInspector());
    await registry.add({ id: 'toy', path: chat });
    await expect(check.run()).resolves.toMatchObject({ severity: 'ok' });
    rmSync(chat);
    await expect(check.run()).resolves.toMatchObject({
      severity: 'error',
      message: 'Of 1 models, 1 cannot be loaded: toy (a file is missing).',
    });
  });

  describe('a model that FastFlowLM keeps', () => {
    it('has a checkpoint in the place of a file, and passes for loadable', async () => {
      const { registry, events } = await setup();
      const model = await registry.addFlm({ type: 'llm', checkpoint: 'qwen3:0.6b', labels: ['tool-calling'] });
      expect(model).toMatchObject({
        ...{ id: 'qwen3-0.6b-FLM', path: null, checkpoint: 'qwen3:0.6b', recipe: 'flm', sizeBytes: 0 },
        labels: ['tool-calling'],
      });
      expect(registry.list()).toEqual([model]);
      await registry.checkFile(model.id);
      await expect(new RegistryFilesCheck(registry, new ModelInspector()).run()).resolves.toMatchObject({
        severity: 'ok',
      });
      expect(audit(events)).toEqual(['model.add qwen3-0.6b-FLM operator ok']);
    });

    it.each(['', '--port 1', 'a b', 'a:b:c', '../x', 'a:', 'x'.repeat(80)])(
      'is not called %j, which would become words of a command line',
      async (checkpoint) => {
        const { registry } = await setup();
        await expect(registry.addFlm({ id: 'a', type: 'llm', checkpoint })).rejects.toMatchObject({
          code: 'model.source_invalid',
        });
        expect(registry.list()).toEqual([]);
      },
    );

    it('cannot be moved, as there is nothing to move', async () => {
      const { registry, chat } = await setup();
      await registry.addFlm({ id: 'npu', type: 'llm', checkpoint: 'qwen3:0.6b' });
      await expect(registry.relocate('npu', chat)).rejects.toMatchObject({ code: 'model.no_file', httpStatus: 409 });
    });
  });

  it('keeps what an earlier release wrote, and writes what an earlier release can read', async () => {
    const { paths, remove } = temporaryHome();
    const { chat } = await setup();
    const earlier = { ...registryDatabase(paths.registryDatabase), migrations: [CreateModels1767225600000] };
    const old = await openDatabase({ ...earlier, entities: [] });
    await old.query(
      'INSERT INTO "models" ("id","type","path","recipe","labels","size_bytes","toy","created_at") VALUES (?,?,?,?,?,?,?,?)',
      ['old', 'llm', chat, 'llamacpp', '[]', 1, 0, '2025-01-01T00:00:00.000Z'],
    );
    await old.destroy();
    const { registry, database } = await openRegistry({ file: paths.registryDatabase });
    expect(registry.get('old')).toMatchObject({
      ...{ path: chat, checkpoint: null, name: 'old', source: null, defaults: {}, state: 'ready' },
      files: [{ role: 'main', path: chat, sizeBytes: 1, sha256: null }],
    });
    await registry.addFlm({ id: 'npu', type: 'llm', checkpoint: 'qwen3:0.6b' });
    await database.destroy();
    // What the earlier release asks for, and it takes no null for a path.
    const again = await openDatabase({ ...earlier, entities: [] });
    const rows = await again.query('SELECT "id", "path", "recipe" FROM "models" ORDER BY "id"');
    expect(rows).toEqual([
      { id: 'npu', path: '', recipe: 'flm' },
      { id: 'old', path: chat, recipe: 'llamacpp' },
    ]);
    await again.query('UPDATE "models" SET "path" = ?, "size_bytes" = 2 WHERE "id" = ?', ['/moved.gguf', 'old']);
    await again.query('DELETE FROM "models" WHERE "id" = ?', ['npu']);
    await again.destroy();
    const back = await openRegistry({ file: paths.registryDatabase });
    expect(back.registry.list()).toMatchObject([
      { id: 'old', path: '/moved.gguf', files: [{ role: 'main', path: '/moved.gguf', sizeBytes: 2 }], sizeBytes: 2 },
    ]);
    await back.database.destroy();
    remove();
  });

  it('keeps its models in a file that can be opened again', async () => {
    const { paths, remove } = temporaryHome();
    const { chat } = await setup();
    const first = await openRegistry({ file: paths.registryDatabase });
    await first.registry.add({ path: chat, license: 'Apache-2.0', toy: true });
    await first.database.destroy();
    const second = await openRegistry({ file: paths.registryDatabase });
    expect(second.registry.list()).toEqual(first.registry.list());
    await second.database.destroy();
    remove();
  });
});

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-registry-'));
  scratch.push(folder);
  const chat = join(folder, 'hal0-demo-chat-2m-q8_0.gguf');
  copyFileSync(join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf'), chat);
  return { folder, chat, ...(await openRegistry()) };
}

const audit = (events: RecordingEventBus) =>
  events.ofType(AuditEvent).map(({ record }) => `${record.action} ${record.target} ${record.actor} ${record.outcome}`);

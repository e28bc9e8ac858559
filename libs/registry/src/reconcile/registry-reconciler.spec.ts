import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelDescriber } from '../description/model-describer.js';
import { modelSource } from '../model.js';
import { openRegistry } from '../testing/open-registry.js';
import { projectorBytes } from '../testing/projector-bytes.js';
import { RegistryReconciler } from './registry-reconciler.service.js';

const DEMO = fileURLToPath(new URL('../../../../installer/demo/models', import.meta.url));
const scratch: string[] = [];
afterEach(() => scratch.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  for (const level of ['log', 'warn'] as const) {
    jest
      .spyOn(Logger.prototype, level)
      .mockImplementation((line: unknown) => void said.push(`${level}: ${String(line)}`));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-reconcile-'));
  scratch.push(folder);
  const opened = await openRegistry();
  const { registry, table, inspector, clock } = opened;
  const path = join(folder, 'chat.gguf');
  copyFileSync(join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf'), path);
  await registry.add({ id: 'chat', path });
  const reconciler = new RegistryReconciler(table, inspector, new ModelDescriber(inspector, clock));
  return { ...opened, folder, path, reconciler };
}

describe('the registry beside what is on disk', () => {
  it('says that a file is missing, once, and that it is there again', async () => {
    const { registry, table, reconciler, path, folder, clock } = await setup();
    renameSync(path, join(folder, 'away'));
    await reconciler.reconcile();
    await clock.advance(1_000);
    await reconciler.reconcile();
    expect(registry.get('chat')).toMatchObject({ state: 'missing', checkedAt: '2026-01-01T00:00:01.000Z' });
    await table.onModuleInit();
    expect(registry.get('chat').state).toBe('missing');
    renameSync(join(folder, 'away'), path);
    await reconciler.reconcile();
    expect(registry.get('chat').state).toBe('ready');
    expect(said).toEqual([
      'warn: A file of model chat is missing; it cannot be loaded.',
      'log: The files of model chat are in place again.',
    ]);
  });

  it('tells a cut file, and one beside the main file that has another size, from whole ones', async () => {
    const { registry, reconciler, path, folder } = await setup();
    const mmproj = join(folder, 'mmproj.gguf');
    const eyes = projectorBytes();
    writeFileSync(mmproj, eyes);
    await registry.register({
      id: 'seeing',
      source: modelSource('hub', { repository: 'a/b' }),
      files: [
        { role: 'main', path: join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf'), sizeBytes: 2_354_048, sha256: null },
        { role: 'mmproj', path: mmproj, sizeBytes: eyes.length, sha256: null },
      ],
    });
    truncateSync(path, 1_000_000);
    truncateSync(mmproj, eyes.length - 1);
    await reconciler.reconcile();
    expect(registry.list().map(({ id, state }) => [id, state])).toEqual([
      ['chat', 'damaged'],
      ['seeing', 'damaged'],
    ]);
  });

  it('takes a file that was exchanged for another whole one as it is now', async () => {
    const { registry, reconciler, path } = await setup();
    copyFileSync(join(DEMO, 'hal0-demo-embed-2m-q8_0.gguf'), path);
    await reconciler.reconcile();
    expect(registry.get('chat')).toMatchObject({ state: 'ready', sizeBytes: 3_019_808, architecture: 'bert' });
  });

  it('says so at the load already when a file is gone, and forgets it when the file is told to be elsewhere', async () => {
    const { registry, path, folder } = await setup();
    const moved = join(folder, 'moved.gguf');
    renameSync(path, moved);
    await expect(registry.checkFile('chat')).rejects.toMatchObject({ code: 'model.file_missing' });
    expect(registry.get('chat').state).toBe('missing');
    await registry.relocate('chat', moved);
    expect(registry.get('chat').state).toBe('ready');
  });

  it('learns of a model that an earlier release added what that did not ask for', async () => {
    const { registry, table, database, reconciler, folder, path } = await setup();
    const parts = [1, 2].map((part) => join(folder, `split-0000${part}-of-00002.gguf`));
    for (const part of parts) copyFileSync(path, part);
    await database.query(
      'INSERT INTO "models" ("id","type","path","recipe","labels","size_bytes","toy","created_at") VALUES (?,?,?,?,?,?,?,?)',
      ['split', 'llm', parts[0], 'llamacpp', '[]', 2_354_048, 0, '2025-01-01T00:00:00.000Z'],
    );
    await table.onModuleInit();
    expect(registry.get('split')).toMatchObject({ facts: null, sizeBytes: 2_354_048 });
    await reconciler.reconcile();
    expect(registry.get('split')).toMatchObject({
      ...{ sizeBytes: 2 * 2_354_048, state: 'ready', facts: { quantization: 'Q8_0' } },
      files: [{ role: 'main' }, { role: 'shard', path: parts[1] }],
    });
  });

  it('has nothing to say about models that their backend keeps', async () => {
    const { registry, reconciler } = await setup();
    await registry.addFlm({ id: 'npu', type: 'llm', checkpoint: 'qwen3:0.6b' });
    await reconciler.reconcile();
    expect(registry.get('npu')).toMatchObject({ state: 'ready', checkedAt: null });
    expect(said).toEqual([]);
  });
});

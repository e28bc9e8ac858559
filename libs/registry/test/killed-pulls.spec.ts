import { FakeHub, openPulls, openRegistry } from '@hal0/registry/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const HOOKS = fileURLToPath(new URL('../../config/test/support/typescript-hooks.mjs', import.meta.url));
const PULLER = join(import.meta.dirname, 'support/pull-in-a-process.mjs');
const WHISPER = fileURLToPath(new URL('../../../installer/demo/models/hal0-demo-whisper-en.bin', import.meta.url));
const CHAT = fileURLToPath(new URL('../../../installer/demo/models/hal0-demo-chat-2m-q8_0.gguf', import.meta.url));
const FILE = 'org/ears/ggml-ears.bin';
/** A long run: HAL0_LONG_TESTS=1. */
const KILLS = process.env['HAL0_LONG_TESTS'] ? 60 : 4;
const LONGEST_LIFE_MS = 900;
const MIB = 1024 * 1024;
const CONNECTIONS = 2;
/** What the system holds between the hub and a process that is killed. */
const IN_FLIGHT_BYTES = 256 * 1024;
/** More than all lives together can bring. */
const CONTENT = Buffer.concat([readFileSync(WHISPER), randomBytes(KILLS * CONNECTIONS * 2 * MIB)]);

describe('a pull whose process is killed', () => {
  let hub: FakeHub;
  let folder: string;

  beforeAll(async () => {
    hub = await FakeHub.start();
    hub.add('org/ears', { 'ggml-ears.bin': CONTENT });
    folder = mkdtempSync(join(tmpdir(), 'hal0-killed-'));
  });
  afterAll(async () => {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    `goes on as the same job, and fetches again at most one chunk per connection, ${KILLS} times killed`,
    async () => {
      hub.fail(FILE, { kind: 'slow', bytesPerSecond: 1.5 * MIB }, { times: Infinity });
      const ids = new Set<string>();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const puller = pull();
        const job = await puller.started;
        ids.add(job.id);
        await delay((kill / KILLS) * LONGEST_LIFE_MS + 200);
        puller.child.kill('SIGKILL');
        await puller.ended;
        // Nothing is registered, and no place has a file, before all of it is there.
        expect(await registered()).toEqual([]);
      }
      hub.heal();
      const last = pull();
      ids.add((await last.started).id);
      expect(await last.ended).toEqual([0, null]);
      expect(ids.size).toBe(1);
      const again = hub.bytesServed(FILE) - CONTENT.length;
      expect(again).toBeLessThanOrEqual(KILLS * CONNECTIONS * (MIB + IN_FLIGHT_BYTES));
      const [model] = await registered();
      expect(model?.files[0]?.sizeBytes).toBe(CONTENT.length);
      expect(readFileSync(model?.path ?? '').equals(CONTENT)).toBe(true);
    },
    KILLS * 15_000,
  );

  it('leaves nothing of the variant that it has replaced, when it is killed before that is deleted', async () => {
    const chat = readFileSync(CHAT);
    hub.add('org/tiny-GGUF', { 'tiny-Q8_0.gguf': chat, 'tiny-F16.gguf': chat });
    const exchanged = join(folder, 'exchanged');
    const first = await openPulls({ hubUrl: hub.url, folder: exchanged });
    const { pull: before } = await first.pulls.start({ source: 'org/tiny-GGUF:F16', id: 'chat' });
    await first.reached(before.id, 'completed');
    await first.close();
    const killed = pull(exchanged, 'org/tiny-GGUF:Q8_0', 'chat', 'registry.changed');
    const { id } = await killed.started;
    expect(await killed.ended).toEqual([null, 'SIGKILL']);
    const place = join(exchanged, 'models/llamacpp/chat/chat');
    expect(readdirSync(place)).toEqual(['tiny-F16.gguf', 'tiny-Q8_0.gguf']);
    const next = await openPulls({ hubUrl: hub.url, folder: exchanged });
    expect(readdirSync(place)).toEqual(['tiny-Q8_0.gguf']);
    expect(readdirSync(join(exchanged, 'models/.pulls'))).toEqual([]);
    expect([next.pulls.get(id).state, next.registry.get('chat').path]).toEqual([
      'completed',
      join(place, 'tiny-Q8_0.gguf'),
    ]);
    await next.close();
  });

  function pull(into = folder, ...what: string[]) {
    const wish = what.length ? what : ['org/ears:ggml-ears.bin'];
    const words = ['--conditions=hal0-src', '--import', HOOKS, PULLER, hub.url, into, ...wish];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const started = Promise.race([
      once(child.stdout, 'data').then(([text]) => JSON.parse(String(text)) as { id: string }),
      ended.then(([code]) => Promise.reject(new Error(`the process ended by itself with ${code}`))),
    ]);
    return { child, ended, started };
  }

  async function registered() {
    const { registry, database } = await openRegistry({ file: join(folder, 'registry.db') });
    const models = registry.list();
    await database.destroy();
    return models;
  }
});

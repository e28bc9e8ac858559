import { SystemClock, type Hal0Paths, type TomlTable } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { loadConfig, openConfigStore } from '@hal0/config';
import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const HOOKS = join(import.meta.dirname, 'support/typescript-hooks.mjs');
const WRITER = join(import.meta.dirname, 'support/edit-in-a-loop.mjs');
/** A long run: HAL0_LONG_TESTS=1. */
const KILLS = process.env['HAL0_LONG_TESTS'] ? 1_000 : 25;
const SEED = 20_260_101;
/** Killed at any moment of several edits, which take about 5 ms each. */
const LONGEST_LIFE_MS = 40;
const COMMENT = '# mine\n[dispatcher] # waiting\nmax_wait_seconds = 60 # a minute\n';

const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

describe('writers of hal0.toml in several processes', () => {
  it('lose nothing of each other', async () => {
    const { paths, home } = box();
    const writers = ['a', 'b'].map((name) => writer(home, name, '40'));
    const own = openConfigStore({ paths, environment: {}, clock: new SystemClock() });
    for (let rows = 501; rows <= 520; rows += 1) await own.edit(rowsEdit(rows));
    for (const { ended } of writers) expect(await ended).toEqual([0, null]);
    const { settings } = loadConfig(paths, {});
    expect(settings.activity.max_rows).toBe(520);
    expect(settings.upstreams).toMatchObject({ a: { concurrency: 40 }, b: { concurrency: 40 } });
    expect(readFileSync(paths.hal0Toml, 'utf8')).toContain(COMMENT);
  }, 60_000);

  it(
    `leave a whole file and no lock behind, ${KILLS} times killed at a random moment`,
    async () => {
      const { paths, home } = box();
      const own = openConfigStore({ paths, environment: {}, clock: new SystemClock() });
      const random = randomNumbers(SEED);
      // Two more start while one is being looked at: starting takes longer than all the rest.
      const writers = ['w0', 'w1', 'w2'].map((name) => writer(home, name));
      for (let kill = 0; kill < KILLS; kill += 1) {
        const current = writers.shift()!;
        await current.editing();
        await delay(random() * LONGEST_LIFE_MS);
        current.kill();
        await current.ended;
        expectWhole(paths);
        await own.edit(rowsEdit(500 + kill));
        expect(loadConfig(paths, {}).settings.activity.max_rows).toBe(500 + kill);
        writers.push(writer(home, `w${kill % 3}`));
      }
      for (const { kill } of writers) kill();
      for (const { ended } of writers) await ended;
      expectWhole(paths);
    },
    KILLS * 4_000,
  );
});

function box() {
  const { paths, home, remove } = temporaryHome();
  cleanUps.push(remove);
  mkdirSync(paths.config, { recursive: true });
  writeFileSync(paths.hal0Toml, COMMENT);
  return { paths, home };
}

function writer(home: string, name: string, count?: string) {
  const words = ['--conditions=hal0-src', '--import', HOOKS, WRITER, home, name, ...(count ? [count] : [])];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const kill = () => void child.kill('SIGKILL');
  cleanUps.unshift(kill);
  const began = once(child.stdout, 'data');
  const ended = once(child, 'exit');
  const editing = () =>
    Promise.race([began, ended.then(([code]) => Promise.reject(new Error(`a writer ended by itself with ${code}`)))]);
  return { kill, editing, ended };
}

const rowsEdit = (rows: number) => ({
  file: 'hal0' as const,
  action: 'config.update',
  actor: 'operator' as const,
  change: (table: TomlTable) => ({ ...table, activity: { max_rows: rows } }),
});

/** What is there is valid, is what one edit made of it, and still has what a person wrote. */
function expectWhole(paths: Hal0Paths): void {
  const text = readFileSync(paths.hal0Toml, 'utf8');
  expect(text).toContain(COMMENT);
  for (const [name, { url, concurrency }] of Object.entries(loadConfig(paths, {}).settings.upstreams)) {
    expect(url).toBe(`http://${name}.example/v${concurrency}`);
  }
}

/** Evenly spread over 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

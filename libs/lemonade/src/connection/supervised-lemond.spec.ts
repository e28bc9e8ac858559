import { afterEach, describe, expect, it } from '@jest/globals';
import { settle } from '@hal0/platform/testing';
import { readFileSync } from 'node:fs';
import { LemonadeFetchFailedError, LemonadeRuntimeMissingError } from '../lemonade.errors.js';
import type { FetchReport } from '../runtime/debian/debian-runtime-fetcher.js';
import type { LemonadeRuntime } from '../runtime/lemonade-runtime.js';
import { SCRIPTED_RUNTIME, scriptedHome, untilSettled } from '../testing/scripted-lemond.js';

const never = () => new AbortController().signal;
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function setup(options: { locate?: (report: FetchReport) => Promise<LemonadeRuntime> } = {}) {
  const home = await scriptedHome();
  cleanUps.push(home.stop);
  return { ...home, ...home.live(options) };
}

describe('SupervisedLemond', () => {
  it('starts lemond and says where it answers', async () => {
    const { lemonade, processes, folders, phases } = await setup();
    expect(lemonade.status()).toMatchObject({ phase: 'stopped', origin: null });
    lemonade.start();
    lemonade.start();
    await lemonade.whenRunning(never());
    const [{ spec } = { spec: undefined }] = processes.started;
    expect(processes.started).toHaveLength(1);
    expect(phases()).toEqual(['starting', 'running']);
    expect(lemonade.status()).toMatchObject({
      phase: 'running',
      version: '2026.39.1-2',
      origin: `http://127.0.0.1:${spec?.args.at(-1)}`,
    });
    expect(lemonade.endpoint().headers).toEqual({ authorization: 'Bearer random' });
    expect(spec?.env).toMatchObject({ PATH: '/bin', LEMONADE_API_KEY: 'random', RUNTIME_DIRECTORY: folders.run });
    expect(spec?.env).not.toHaveProperty('SECRET');
    expect(JSON.parse(readFileSync(folders.configFile, 'utf8'))).toMatchObject({
      port: Number(spec?.args.at(-1)),
      broadcast: false,
    });
  });

  it('starts it again, ever more patiently, while it keeps dying', async () => {
    const { lemonade, processes, clock, answer, die, statuses } = await setup();
    const faults = () => statuses().filter(({ message }) => message?.endsWith('starting it again'));
    lemonade.start();
    await lemonade.whenRunning(never());
    processes.onStart = ({ end }) => end({ code: 1, signal: null });
    await die();
    for (const [index, wait] of [500, 1_000, 2_000, 4_000, 8_000].entries()) {
      await untilSettled(() => faults().length === index + 1);
      await clock.advance(wait - 1);
      expect(processes.started).toHaveLength(index + 1);
      if (wait === 8_000) processes.onStart = answer;
      await clock.advance(1);
      await untilSettled(() => processes.started.length === index + 2);
    }
    expect(faults()[0]).toEqual(
      expect.objectContaining({ phase: 'starting', message: 'lemond was ended by SIGKILL; starting it again' }),
    );
    expect(faults().map(({ phase }) => phase)).toEqual(['starting', 'starting', 'starting', 'starting', 'failed']);
    await untilSettled(() => lemonade.status().phase === 'running');
    expect(lemonade.status()).toMatchObject({ phase: 'running', message: null });
  });

  it('tells how fetching goes', async () => {
    let seen: unknown;
    const { lemonade } = await setup({
      locate: async (report) => {
        report.progress('downloading 1 of 2 packages', 0.5);
        seen = lemonade.status();
        return SCRIPTED_RUNTIME;
      },
    });
    lemonade.start();
    await lemonade.whenRunning(never());
    expect(seen).toMatchObject({ phase: 'fetching', message: 'downloading 1 of 2 packages', progress: 0.5 });
    expect(lemonade.status().progress).toBeNull();
  });

  it('tries to fetch again after a minute', async () => {
    let tries = 0;
    const { lemonade, clock } = await setup({
      locate: async () => {
        tries += 1;
        if (tries === 1) throw new LemonadeFetchFailedError('no network');
        return SCRIPTED_RUNTIME;
      },
    });
    lemonade.start();
    await settle();
    expect(lemonade.status()).toMatchObject({ phase: 'failed', message: 'no network' });
    await expect(lemonade.whenRunning(never())).rejects.toThrow('no network');
    await clock.advance(60_000);
    await untilSettled(() => lemonade.status().phase === 'running');
  });

  it('gives up where no runtime can be had, and tries once more when asked', async () => {
    let tries = 0;
    const { lemonade, clock } = await setup({
      locate: async () => {
        tries += 1;
        throw new LemonadeRuntimeMissingError('There is none.', 'Install it.');
      },
    });
    lemonade.start();
    await settle();
    await clock.advance(600_000);
    expect(tries).toBe(1);
    expect(lemonade.status()).toMatchObject({ phase: 'failed', message: 'There is none. Install it.' });
    lemonade.start();
    await settle();
    expect(tries).toBe(2);
  });

  it('says that a configured port is taken', async () => {
    const { lemonade, processes, port } = await setup();
    processes.onStart = ({ spec, end }) => {
      spec.onLine?.(`[Error] (Server) Port ${port} on 127.0.0.1 is already in use.`);
      end({ code: 1, signal: null });
    };
    lemonade.start();
    await untilSettled(() => lemonade.status().message?.includes('taken') ?? false);
    expect(lemonade.status().message).toContain(`port ${port} is taken by another program`);
  });

  it('is stopped with the module, by asking first', async () => {
    const { lemonade, processes, fakes } = await setup();
    lemonade.start();
    await lemonade.whenRunning(never());
    await lemonade.onModuleDestroy();
    expect(fakes[0]?.requestsFor('/internal/shutdown')[0]?.headers.authorization).toBe('Bearer random');
    expect(await processes.started[0]?.exited).toEqual({ code: 0, signal: null });
    expect(lemonade.status()).toMatchObject({ phase: 'stopped', origin: null });
    expect(() => lemonade.endpoint()).toThrow(expect.objectContaining({ code: 'lemonade.unavailable' }));
  });

  it('is told to end when it has not ended half a second after it was asked, as with models it never has', async () => {
    const { lemonade, processes, fakes, clock } = await setup();
    lemonade.start();
    await lemonade.whenRunning(never());
    fakes[0]!.onShutdown = () => undefined;
    const stopped = lemonade.onModuleDestroy();
    await untilSettled(() => fakes[0]!.requestsFor('/internal/shutdown').length === 1);
    await clock.advance(499);
    expect(processes.killed).toEqual([]);
    await clock.advance(1);
    await stopped;
    expect(processes.killed).toMatchObject([{ signal: 'SIGTERM' }]);
  });
});

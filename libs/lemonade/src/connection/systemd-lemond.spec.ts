import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpPools, SystemClock, parseEnvFile, readTextFile } from '@hal0/platform';
import { FakeClock, RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { LemonadeFolders } from '../config/lemonade-folders.js';
import { LemonadeUnitCheck } from '../doctor/lemonade-unit.check.js';
import { ServiceManagerFailedError } from '../lemonade.errors.js';
import { LemonadeService } from '../lemonade.service.js';
import { LemonadeLog } from '../logs/lemonade-log.js';
import { LogFollower } from '../logs/log-follower.js';
import { ModelRegistrar } from '../registration/model-registrar.js';
import { StandInPrograms } from '../runtime/stand-in-programs.js';
import { LemondLeftover } from '../supervisor/lemond-leftover.js';
import { LemondRecordFile } from '../supervisor/lemond-record.js';
import { LemondSetup } from '../supervisor/lemond-setup.js';
import { FakeLemond } from '../testing/fake-lemond.js';
import { FakeServiceManager } from '../testing/fake-service-manager.js';
import { SCRIPTED_RUNTIME, untilSettled } from '../testing/scripted-lemond.js';
import { ScriptedProcesses } from '../testing/scripted-processes.js';
import { SystemdLemond } from './systemd-lemond.js';

const never = () => new AbortController().signal;
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A machine whose systemd runs a fake lemond on the port that the unit's environment names. */
async function machine() {
  const { paths, remove } = temporaryHome();
  const folders = new LemonadeFolders(paths);
  const services = new FakeServiceManager();
  const processes = new ScriptedProcesses();
  const fakes: FakeLemond[] = [];
  const probe = await FakeLemond.start();
  await probe.stop();
  const port = Number(new URL(probe.origin).port);
  const environment = async () => parseEnvFile((await readTextFile(folders.unitEnvironmentFile)) ?? '');
  services.onStart = async () => {
    fakes.push(await FakeLemond.start(Number((await environment()).get('HAL0_LEMOND_PORT'))));
  };
  services.onStop = async () => fakes.at(-1)?.stop();
  cleanUps.push(async () => {
    for (const fake of fakes) await fake.stop();
    remove();
  });
  const live = ({ threads = null }: { threads?: number | null } = {}) => {
    processes.onRun = () => ({ stdout: 'lemond version 2026.39.1-2' });
    const clock = new FakeClock();
    const pools = new HttpPools(new SystemClock());
    const log = new LemonadeLog(clock, 100);
    const connection = new SystemdLemond({
      locator: { locate: async () => SCRIPTED_RUNTIME },
      services,
      setup: new LemondSetup(processes, folders, new StandInPrograms(folders.bin, null), {
        modelStore: paths.models,
        threads,
        environment: { PATH: '/bin', HSA_OVERRIDE_GFX_VERSION: '11.0.0' },
        random: () => 'random',
      }),
      records: new LemondRecordFile(folders.processFile),
      leftover: new LemondLeftover(processes, clock, folders.cache),
      folders,
      registrar: new ModelRegistrar(folders.userModelsFile, folders.hub),
      follower: new LogFollower(log, clock),
      log,
      pools,
      clock,
      port,
    });
    const lemonade = new LemonadeService(connection, log, new RecordingEventBus(), clock);
    const stop = async () => {
      await lemonade.onModuleDestroy();
      await pools.onModuleDestroy();
    };
    cleanUps.push(stop);
    const start = async () => {
      lemonade.start();
      await lemonade.whenRunning(never());
    };
    return { lemonade, clock, start, stop };
  };
  return { services, processes, folders, fakes, environment, live };
}

describe('SystemdLemond', () => {
  it('has the unit started with a program, a port and keys, and nothing of the machine that systemd knows better', async () => {
    const { services, environment, live } = await machine();
    const { lemonade, start } = live();
    await start();
    expect(services.orders).toEqual(['start']);
    const values = await environment();
    expect(values.get('HAL0_LEMOND')).toBe('/r/lemond');
    expect(values.get('LEMONADE_API_KEY')).toBe('random');
    expect(values.get('HSA_OVERRIDE_GFX_VERSION')).toBe('11.0.0');
    expect([values.has('PATH'), values.has('RUNTIME_DIRECTORY')]).toEqual([false, false]);
    expect(lemonade.endpoint().origin).toBe(`http://127.0.0.1:${values.get('HAL0_LEMOND_PORT')}`);
    expect(lemonade.managed).toBe(true);
  });

  it('leaves lemond running when hal0 ends, and finds it again', async () => {
    const { services, live } = await machine();
    const first = live();
    await first.start();
    await first.stop();
    await live().start();
    expect(services.orders).toEqual(['start']);
  });

  it('has it started anew when what it is started with has changed', async () => {
    const { services, fakes, live } = await machine();
    const first = live();
    await first.start();
    await first.stop();
    await live({ threads: 7 }).start();
    expect(services.orders).toEqual(['start', 'stop', 'start']);
    expect(fakes[0]?.requestsFor('/internal/shutdown')).toHaveLength(1);
  });

  it('notices that systemd has started it again after a crash', async () => {
    const { services, fakes, live } = await machine();
    const { lemonade, clock, start } = live();
    await start();
    await fakes[0]?.stop();
    await services.run();
    await clock.advance(2_000);
    await untilSettled(() => lemonade.status().phase === 'starting');
    expect(lemonade.status().message).toContain('systemd starts it again');
    await clock.advance(500);
    await untilSettled(() => lemonade.status().phase === 'running');
    expect(services.orders).toEqual(['start']);
  });

  it('ends a lemond of its own that was left behind by a crash in the other mode', async () => {
    const { processes, folders, live } = await machine();
    const { pid } = await processes.start({ command: 'lemond', args: [folders.cache] });
    processes.onKill = () => processes.killAll();
    const nothing = { command: [], config: '', version: null, port: 1 };
    await new LemondRecordFile(folders.processFile).write({ ...nothing, pid });
    await live().start();
    expect(processes.killed[0]).toEqual({ pid, signal: 'SIGTERM' });
  });

  it('tells what to install when there is no such unit', async () => {
    const { services, live } = await machine();
    services.state = { ...services.state, load: 'not-found' };
    services.onStart = () => Promise.reject(new Error('Unit hal0-lemonade.service not found.'));
    const { lemonade } = live();
    lemonade.start();
    await untilSettled(() => lemonade.status().message?.includes('not found') ?? false);
  });

  it('tells that it may not', async () => {
    const { services, live } = await machine();
    services.refusal = new ServiceManagerFailedError('start', 'Interactive authentication required.');
    const { lemonade } = live();
    lemonade.start();
    await untilSettled(() => lemonade.status().message?.includes('Interactive authentication') ?? false);
    expect(lemonade.status().message).toContain('mode = "process"');
  });
});

describe('LemonadeUnitCheck', () => {
  const check = (
    state: Partial<FakeServiceManager['state']> = {},
    { mode = 'systemd' as const, root = '/var/lib/hal0/lemonade', url = null as string | null } = {},
  ) => {
    const services = new FakeServiceManager();
    services.state = { ...services.state, active: 'active', sub: 'running', ...state };
    return new LemonadeUnitCheck(services, { root } as LemonadeFolders, { mode, url }).run();
  };

  it.each([
    ['all well', {}, 'ok', 'systemd runs'],
    ['no unit', { load: 'not-found' }, 'error', 'no usable'],
    ['a file that was changed', { needsReload: true }, 'warning', 'still goes by the old one'],
    ['a unit that failed', { active: 'failed', result: 'exit-code' }, 'error', 'failed (exit-code)'],
    ['a unit that is just being started', { active: 'activating', sub: 'start' }, 'warning', 'activating'],
  ])('finds %s', async (_case, state, severity, message) => {
    expect(await check(state)).toMatchObject({ severity, message: expect.stringContaining(message) });
  });

  it('finds files where the unit does not look for them', async () => {
    expect(await check({}, { root: '/elsewhere/lemonade' })).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('/elsewhere/lemonade'),
    });
  });

  it('asks systemd nothing where it is not to run lemond', async () => {
    const services = new FakeServiceManager();
    services.refusal = new Error('must not be asked');
    const folders = { root: '/elsewhere' } as LemonadeFolders;
    for (const options of [{ mode: 'process', url: null } as const, { mode: 'systemd', url: 'http://a' } as const])
      expect(await new LemonadeUnitCheck(services, folders, options).run()).toMatchObject({ severity: 'ok' });
  });
});

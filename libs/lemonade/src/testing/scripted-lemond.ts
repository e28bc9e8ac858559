import { HttpPools, SystemClock } from '@hal0/platform';
import { FakeClock, RecordingEventBus, settle, temporaryHome } from '@hal0/platform/testing';
import { LemonadeFolders } from '../config/lemonade-folders.js';
import { SupervisedLemond } from '../connection/supervised-lemond.js';
import { LemonadeStateEvent } from '../lemonade-state.event.js';
import { LemonadeService } from '../lemonade.service.js';
import { LemonadeLog } from '../logs/lemonade-log.js';
import { LogFollower } from '../logs/log-follower.js';
import { ModelRegistrar } from '../registration/model-registrar.js';
import type { FetchReport } from '../runtime/debian/debian-runtime-fetcher.js';
import type { LemonadeRuntime } from '../runtime/lemonade-runtime.js';
import { StandInPrograms } from '../runtime/stand-in-programs.js';
import { LemondLauncher } from '../supervisor/lemond-launcher.js';
import { LemondLeftover } from '../supervisor/lemond-leftover.js';
import { LemondPorts } from '../supervisor/lemond-ports.js';
import { LemondRecordFile } from '../supervisor/lemond-record.js';
import { LemondSetup } from '../supervisor/lemond-setup.js';
import { OrphanedBackends } from '../supervisor/orphaned-backends.js';
import { FakeLemond } from './fake-lemond.js';
import { FakeServiceManager } from './fake-service-manager.js';
import { ScriptedProcesses, type ScriptedProcess } from './scripted-processes.js';

export const SCRIPTED_RUNTIME: LemonadeRuntime = {
  lemond: '/r/lemond',
  llamaServer: '/r/llama-server',
  whisperServer: null,
  kokoServer: null,
  sdServer: null,
};
const SCRIPTED_VERSION = '2026.39.1-2';

interface LifeOptions {
  locate?: (report: FetchReport) => Promise<LemonadeRuntime>;
  threads?: number;
  version?: string;
}

/** One of the system's choice: the fakes of tests are not to stand in the way of a real lemond's usual ports. */
async function freePort(): Promise<number> {
  const fake = await FakeLemond.start();
  await fake.stop();
  return Number(new URL(fake.origin).port);
}

/**
 * A home in which hal0's side is real, the machine's processes are played, and each started lemond is a fake on the port it was
 * given. `live` begins one life of hal0's; a second one after `crash` finds what the first has left.
 */
export async function scriptedHome() {
  const port = await freePort();
  const { paths, remove } = temporaryHome();
  const folders = new LemonadeFolders(paths);
  const processes = new ScriptedProcesses();
  const services = new FakeServiceManager();
  const fakes: FakeLemond[] = [];
  const answer = async ({ spec, end }: ScriptedProcess) => {
    const fake = await FakeLemond.start(Number(spec.args.at(-1)));
    fake.onShutdown = () => void fake.stop().then(() => end({ code: 0, signal: null }));
    fakes.push(fake);
  };
  processes.onStart = answer;
  processes.onKill = (pid) => {
    for (const started of processes.started)
      if (started.pid === pid)
        void fakes
          .at(-1)
          ?.stop()
          .then(() => started.end({ code: null, signal: 'SIGTERM' }));
  };
  const cleanUps: (() => Promise<void>)[] = [];

  const live = ({ locate = async () => SCRIPTED_RUNTIME, threads, version = SCRIPTED_VERSION }: LifeOptions = {}) => {
    processes.onRun = ({ args }) => (args[0] === '--version' ? { stdout: `lemond version ${version}` } : {});
    const clock = new FakeClock();
    const pools = new HttpPools(new SystemClock());
    const log = new LemonadeLog(clock, 100);
    const registrar = new ModelRegistrar(folders.userModelsFile, folders.hub);
    const setup = new LemondSetup(processes, folders, new StandInPrograms(folders.bin, null), {
      modelStore: paths.models,
      threads: threads ?? null,
      environment: { PATH: '/bin', SECRET: 'x' },
      random: () => 'random',
    });
    const launcher = new LemondLauncher({
      processes,
      pools,
      clock,
      setup,
      records: new LemondRecordFile(folders.processFile),
      leftover: new LemondLeftover(processes, clock, folders.cache),
      orphans: new OrphanedBackends(processes, '/nowhere'),
      registrar,
      ports: new LemondPorts(port),
      services,
      log,
    });
    const connection = new SupervisedLemond(
      { locate: (_signal, report) => locate(report) },
      launcher,
      registrar,
      new LogFollower(log, clock),
      clock,
    );
    const events = new RecordingEventBus();
    const lemonade = new LemonadeService(connection, log, events, clock);
    cleanUps.push(async () => {
      const stopped = lemonade.onModuleDestroy();
      await clock.advance(60_000);
      await stopped;
      await pools.onModuleDestroy();
    });
    const statuses = () => events.ofType(LemonadeStateEvent).map(({ status }) => status);
    return { lemonade, clock, log, statuses, phases: () => statuses().map(({ phase }) => phase) };
  };
  /** lemond is killed. */
  const die = async () => {
    await fakes.at(-1)?.stop();
    processes.started.at(-1)?.end({ code: null, signal: 'SIGKILL' });
    await settle();
  };
  const stop = async () => {
    processes.killAll();
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    for (const fake of fakes) await fake.stop();
    remove();
  };
  return { port, folders, processes, services, fakes, answer, live, die, stop };
}

/** Real sockets and files take their time; the clock stands still meanwhile. */
export async function untilSettled(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 4_000;
  while (!condition() && performance.now() < deadline) await settle();
  if (!condition()) throw new Error('what the test waits for did not come within 4 s');
}

export type ScriptedHome = Awaited<ReturnType<typeof scriptedHome>>;

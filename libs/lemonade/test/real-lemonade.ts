import { Hal0Paths, HttpPools, SystemClock, SystemProcesses } from '@hal0/platform';
import { RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { join } from 'node:path';
import { LemonadeFolders } from '../src/config/lemonade-folders.js';
import { createConnection } from '../src/connection/create-connection.js';
import { LemonadeService } from '../src/lemonade.service.js';
import { LemonadeLog } from '../src/logs/lemonade-log.js';
import { Systemctl } from '../src/systemd/systemctl.js';
import type { LemonadeOptions } from '../src/lemonade.options.js';
import type { ModelType } from '@hal0/config';
import type { RuntimeModel } from '../src/registration/user-models.js';
import { takeLemondTurn } from './lemond-turn.js';

const REPOSITORY = join(import.meta.dirname, '../../..');
const DEMO_MODELS = join(REPOSITORY, 'installer/demo/models');

/** The runtime that tests share, so that it is fetched once. */
export const RUNTIME = process.env['HAL0_LEMONADE_RUNTIME'] ?? new Hal0Paths(join(REPOSITORY, '.hal0')).lemonadeRuntime;

export const demoModel = (type: ModelType, id: string, file: string, recipe = 'llamacpp'): RuntimeModel => ({
  id,
  type,
  path: join(DEMO_MODELS, file),
  recipe,
  labels: [],
});

export const DEMO_CHAT = demoModel('llm', 'Demo/Chat-2M:Q8_0', 'hal0-demo-chat-2m-q8_0.gguf');

let endTurn: () => Promise<void>;
beforeAll(async () => {
  endTurn = await takeLemondTurn();
}, 600_000);
afterAll(() => endTurn());

/** A service that runs the real lemond in a home of its own. */
export function realLemonade() {
  const { paths, home, remove } = temporaryHome();
  const processes = new SystemProcesses();
  const clock = new SystemClock();
  const events = new RecordingEventBus();
  const pools = new HttpPools(new SystemClock());
  const create = (changes: Partial<LemonadeOptions> = {}) => {
    const options: LemonadeOptions = {
      url: null,
      mode: 'process',
      standIns: null,
      port: null,
      runtimeFolder: RUNTIME,
      modelStore: paths.models,
      maxDebianIndexAgeDays: 90,
      threads: 1,
      environment: process.env,
      ...changes,
    };
    const log = new LemonadeLog(clock, 2_000);
    const services = new Systemctl(processes, options.environment);
    const folders = new LemonadeFolders(paths);
    const connection = createConnection(options, paths, folders, processes, services, pools, clock, log);
    return new LemonadeService(connection, log, events, clock);
  };
  const lemonade = create();
  const stop = async () => {
    await lemonade.onModuleDestroy();
    await pools.onModuleDestroy();
    processes.killAll();
    remove();
  };
  return { lemonade, create, paths, home, processes, events, stop };
}

import {
  ensureFolder,
  writeFileAtomic,
  type Clock,
  type HttpPools,
  type Processes,
  type RunningProcess,
} from '@hal0/platform';
import { LemonadeClient } from '../client/lemonade-client.js';
import { parseHealth } from '../client/lemonade-health.js';
import { lemondConfig } from '../config/lemond-config.js';
import { lemondEnvironment } from '../config/lemond-environment.js';
import { readOrCreateKeys, type LemondKeys } from '../config/lemond-keys.js';
import type { LemonadeFolders } from '../config/lemonade-folders.js';
import { LemonadeUnavailableError } from '../lemonade.errors.js';
import type { ModelRegistrar } from '../registration/model-registrar.js';
import type { LemonadeRuntime } from '../runtime/lemonade-runtime.js';
import { findFreePort, isPortFree } from './free-port.js';
import type { LemondLeftover } from './lemond-leftover.js';
import type { RecentLog } from './recent-log.js';

const FIRST_PORT = 13_305;
const READY_LIMIT_MS = 30_000;
const READY_POLL_MS = 50;
/** How long lemond has to end after it was asked; then after SIGTERM. It takes some two seconds per loaded model. */
const SHUTDOWN_GRACE_MS = 10_000;
const SIGNAL_GRACE_MS = 20_000;

export interface LaunchedLemond {
  process: RunningProcess;
  client: LemonadeClient;
  keys: LemondKeys;
}

export interface LauncherOptions {
  port: number | null;
  threads: number | null;
  environment: NodeJS.ProcessEnv;
  /** Gives an unguessable text. */
  random: () => string;
}

/** Starts one lemond: configuration, keys, port, process. */
export class LemondLauncher {
  private lastPort: number | undefined;

  constructor(
    private readonly processes: Processes,
    private readonly pools: HttpPools,
    private readonly clock: Clock,
    private readonly folders: LemonadeFolders,
    private readonly leftover: LemondLeftover,
    private readonly registrar: ModelRegistrar,
    private readonly recent: RecentLog,
    private readonly options: LauncherOptions,
  ) {}

  /** Whatever was left behind by an earlier hal0 is gone before the new one starts. */
  async launch(runtime: LemonadeRuntime): Promise<LaunchedLemond> {
    if (await this.leftover.end()) this.recent.add('hal0: ended a lemond that was left behind');
    const { folders } = this;
    for (const folder of [folders.cache, folders.config, folders.run]) await ensureFolder(folder, 0o700);
    const keys = await readOrCreateKeys(folders.keysFile, this.options.random);
    const port = await this.choosePort();
    const config = lemondConfig({ port, modelsFolder: `${folders.cache}/hub`, runtime, threads: this.options.threads });
    await writeFileAtomic(folders.configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
    await this.registrar.clear();
    const process = await this.processes.start({
      command: runtime.lemond,
      args: [folders.cache, folders.config, '--host', '127.0.0.1', '--port', String(port)],
      env: lemondEnvironment(this.options.environment, keys, folders.run),
      cwd: folders.root,
      onLine: (line) => this.recent.add(line),
    });
    await this.leftover.remember(process.pid);
    const client = new LemonadeClient(this.pools, `http://127.0.0.1:${port}`, { authorization: `Bearer ${keys.api}` });
    return { process, client, keys };
  }

  /**
   * @returns lemond's version once it answers
   * @throws LemonadeUnavailableError when it ends before, or does not answer in half a minute
   */
  async waitUntilReady({ process, client }: LaunchedLemond, signal: AbortSignal): Promise<string | null> {
    let ended = false;
    void process.exited.then(() => (ended = true));
    const deadline = this.clock.monotonic() + READY_LIMIT_MS;
    while (!(await client.isLive())) {
      if (ended) throw new LemonadeUnavailableError(`lemond ended while starting: ${this.recent.last(3).join(' | ')}`);
      if (this.clock.monotonic() > deadline)
        throw new LemonadeUnavailableError('lemond did not answer within 30 s of its start');
      await this.clock.sleep(READY_POLL_MS, signal);
    }
    return parseHealth(await client.health(), (name) => name).version;
  }

  /** Ends lemond and everything it started: asked first, then told, then forced. Resolves when all of it is gone. */
  async stop({ process, client, keys }: LaunchedLemond): Promise<void> {
    const hasEnded = () => !this.processes.isAlive(process.pid);
    if (!hasEnded()) {
      await client.shutdown(keys.admin).catch(() => undefined);
      await Promise.race([process.exited, this.clock.sleep(SHUTDOWN_GRACE_MS)]);
    }
    await process.stop(SIGNAL_GRACE_MS);
    await this.leftover.forget();
  }

  private async choosePort(): Promise<number> {
    const { port } = this.options;
    if (port !== null) {
      if (await isPortFree(port)) return port;
      throw new LemonadeUnavailableError(
        `port ${port} is taken by another program; choose another with [lemonade].port in hal0.toml`,
      );
    }
    if (this.lastPort !== undefined && (await isPortFree(this.lastPort))) return this.lastPort;
    this.lastPort = await findFreePort(FIRST_PORT);
    if (this.lastPort === undefined)
      throw new LemonadeUnavailableError(`no free port was found from ${FIRST_PORT} upwards`);
    return this.lastPort;
  }
}

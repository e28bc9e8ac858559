import {
  ensureFolder,
  Hal0Error,
  writeFileAtomic,
  type Clock,
  type HttpPools,
  type Processes,
  type RunningProcess,
} from '@hal0/platform';
import { LemonadeClient } from '../client/lemonade-client.js';
import { parseHealth, type LemonadeHealth } from '../client/lemonade-health.js';
import { lemondConfig } from '../config/lemond-config.js';
import { lemondEnvironment } from '../config/lemond-environment.js';
import { readOrCreateKeys, type LemondKeys } from '../config/lemond-keys.js';
import type { LemonadeFolders } from '../config/lemonade-folders.js';
import type { ModelRegistrar } from '../registration/model-registrar.js';
import type { LemonadeRuntime } from '../runtime/lemonade-runtime.js';
import { findFreePort } from './free-port.js';
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
  /** Where its part of the log begins. */
  logStart: number;
}

export interface LauncherOptions {
  port: number | null;
  modelStore: string;
  threads: number | null;
  environment: NodeJS.ProcessEnv;
  /** Gives an unguessable text. */
  random: () => string;
}

/** Starts one lemond: configuration, keys, port, process. */
export class LemondLauncher {
  /** Kept over restarts, as long as lemond comes up there. */
  private provenPort: number | undefined;
  private firstPort = FIRST_PORT;

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
    const { modelStore, threads } = this.options;
    await ensureFolder(modelStore);
    const keys = await readOrCreateKeys(folders.keysFile, this.options.random);
    const port = await this.choosePort();
    const config = lemondConfig({ port, modelsFolder: `${folders.cache}/hub`, modelStore, runtime, threads });
    await writeFileAtomic(folders.configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
    await this.registrar.clear();
    const logStart = this.recent.position;
    const process = await this.processes.start({
      command: runtime.lemond,
      args: [folders.cache, folders.config, '--host', '127.0.0.1', '--port', String(port)],
      env: lemondEnvironment(this.options.environment, keys, folders.run),
      cwd: folders.root,
      onLine: (line) => this.recent.add(line),
    });
    await this.leftover.remember(process.pid);
    const client = new LemonadeClient(this.pools, `http://127.0.0.1:${port}`, { authorization: `Bearer ${keys.api}` });
    return { process, client, keys, logStart };
  }

  /**
   * @returns lemond's version once it answers
   * @throws Error, for the status to tell, when it ends before, or does not answer in half a minute
   */
  async waitUntilReady({ process, client, logStart }: LaunchedLemond, signal: AbortSignal): Promise<string | null> {
    let ended = false;
    void process.exited.then(() => (ended = true));
    const deadline = this.clock.monotonic() + READY_LIMIT_MS;
    for (;;) {
      const health = await this.askHealth(client);
      if (ended) throw new Error(this.explainEnd(logStart));
      if (health) {
        this.provenPort = Number(new URL(client.origin).port);
        this.firstPort = FIRST_PORT;
        return health.version;
      }
      if (this.clock.monotonic() > deadline) throw new Error('lemond did not answer within 30 s of its start');
      await this.clock.sleep(READY_POLL_MS, signal);
    }
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

  /** Undefined while it does not answer, or while somebody else's lemond answers, who has other keys. */
  private async askHealth(client: LemonadeClient): Promise<LemonadeHealth | undefined> {
    try {
      return (await client.isLive()) ? parseHealth(await client.health(), (name) => name) : undefined;
    } catch (error) {
      if (error instanceof Hal0Error) return undefined;
      throw error;
    }
  }

  private explainEnd(logStart: number): string {
    const lines = this.recent.since(logStart, 40);
    const complaints = lines.filter((line) => /\berror\b/i.test(line));
    if (complaints.some((line) => /already in use/i.test(line)) && this.options.port !== null)
      return `port ${this.options.port} is taken by another program; choose another with [lemonade].port in hal0.toml`;
    return `lemond ended while starting: ${(complaints.length ? complaints.slice(-1) : lines.slice(-3)).join(' | ') || 'it said nothing'}`;
  }

  /**
   * The configured port is tried as it is. Otherwise that of lemond's last life, or a free one. Free for hal0 may yet be taken
   * for lemond (closed connections hold a port for a minute, by rules that depend on options of both sockets), so
   * a port where lemond did not come up is not tried again at once.
   */
  private async choosePort(): Promise<number> {
    if (this.options.port !== null) return this.options.port;
    const { provenPort } = this;
    this.provenPort = undefined;
    if (provenPort !== undefined) return provenPort;
    const free = await findFreePort(this.firstPort);
    if (free === undefined) throw new Error(`no free port was found from ${this.firstPort} upwards`);
    this.firstPort = free + 1;
    return free;
  }
}

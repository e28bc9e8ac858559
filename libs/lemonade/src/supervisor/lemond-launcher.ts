import { Hal0Error, type Clock, type HttpPools, type Processes, type RunningProcess } from '@hal0/platform';
import { Logger } from '@nestjs/common';
import type { LemonadeClient } from '../client/lemonade-client.js';
import { parseHealth, type LemonadeHealth } from '../client/lemonade-health.js';
import { plainLine, type LemonadeLog } from '../logs/lemonade-log.js';
import type { ModelRegistrar } from '../registration/model-registrar.js';
import type { LemonadeRuntime } from '../runtime/lemonade-runtime.js';
import { LEMONADE_UNIT } from '../systemd/lemonade-unit.js';
import type { ServiceManager } from '../systemd/service-manager.port.js';
import { AdoptedLemond } from './adopted-lemond.js';
import type { LemondLeftover } from './lemond-leftover.js';
import type { LemondPorts } from './lemond-ports.js';
import { clientWithKeys } from './client-with-keys.js';
import { differs, type LemondRecord, type LemondRecordFile } from './lemond-record.js';
import type { LemondPlan, LemondSetup } from './lemond-setup.js';
import type { OrphanedBackends } from './orphaned-backends.js';

const READY_LIMIT_MS = 30_000;
const READY_POLL_MS = 50;
/** Without models lemond ends in a fraction of it. With models it waits two seconds for each, one after the other. */
const SHUTDOWN_GRACE_MS = 500;
/** In it the model servers end, which have nothing to save; lemond would go on waiting for them. */
const SIGNAL_GRACE_MS = 1_000;

export interface LaunchedLemond {
  process: RunningProcess;
  client: LemonadeClient;
  /** Where its part of the log begins. */
  logStart: number;
  /** Version of a lemond that an earlier hal0 has started; null for one that was started now. */
  adopted: string | null;
}

/** What a LemondLauncher works with. */
export interface LauncherParts {
  processes: Processes;
  pools: HttpPools;
  clock: Clock;
  setup: LemondSetup;
  records: LemondRecordFile;
  leftover: LemondLeftover;
  orphans: OrphanedBackends;
  registrar: ModelRegistrar;
  ports: LemondPorts;
  services: ServiceManager;
  log: LemonadeLog;
}

/** Gets one lemond of hal0's own: one that an earlier hal0 left running, when it is as good as a new one, else a new one. */
export class LemondLauncher {
  private readonly logger = new Logger('Lemonade');

  constructor(private readonly parts: LauncherParts) {}

  /** Whatever else was left behind by an earlier hal0 is gone before a new lemond starts. */
  async launch(runtime: LemonadeRuntime): Promise<LaunchedLemond> {
    const plan = await this.parts.setup.plan(runtime);
    for (const secret of [plan.keys.api, plan.keys.admin]) this.parts.log.keepSecret(secret);
    return (await this.adopt(plan)) ?? this.startNew(plan);
  }

  /**
   * @returns lemond's version once it answers
   * @throws Error, for the status to tell, when it ends before, or does not answer in half a minute
   */
  async waitUntilReady(
    { process, client, logStart, adopted }: LaunchedLemond,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (adopted !== null) return adopted;
    let ended = false;
    void process.exited.then(() => (ended = true));
    const deadline = this.parts.clock.monotonic() + READY_LIMIT_MS;
    for (;;) {
      const health = await this.askHealth(client);
      if (ended) throw new Error(this.explainEnd(logStart));
      if (health) {
        this.parts.ports.prove(Number(new URL(client.origin).port));
        return health.version;
      }
      if (this.parts.clock.monotonic() > deadline) throw new Error('lemond did not answer within 30 s of its start');
      await this.parts.clock.sleep(READY_POLL_MS, signal);
    }
  }

  /**
   * Ends lemond and everything it started: asked first, then told, then forced, all within some two seconds. Resolves when all of it
   * is gone.
   */
  async stop({ process, client }: LaunchedLemond): Promise<void> {
    const hasEnded = () => !this.parts.processes.isAlive(process.pid);
    if (!hasEnded()) {
      // Its answer may never come; what counts is that it ends.
      void client.shutdown().catch(() => undefined);
      await Promise.race([process.exited, this.parts.clock.sleep(SHUTDOWN_GRACE_MS)]);
      this.parts.processes.killGroup(process.pid, 'SIGTERM');
    }
    await process.stop(SIGNAL_GRACE_MS);
    await this.parts.records.forget();
  }

  /** The lemond of an earlier hal0, when there is one that runs with what a new one would be started with; else it is ended. */
  private async adopt(plan: LemondPlan): Promise<LaunchedLemond | undefined> {
    const record = await this.parts.records.read();
    // Two must never share a folder, and the mode may have been another one until now.
    if (record && record.pid === null) await this.parts.services.stop(LEMONADE_UNIT).catch(() => undefined);
    if (!record || record.pid === null || !(await this.parts.leftover.isOurs(record.pid))) return undefined;
    const client = this.clientOf(plan, record.port);
    const reason = await this.unfit(record, plan, client);
    if (reason !== undefined) {
      await this.parts.leftover.end(record.pid);
      this.parts.log.remark(`ended a lemond that was left behind: ${reason}`);
      return undefined;
    }
    await this.parts.registrar.restore(String(this.parts.clock.now()));
    this.parts.ports.prove(record.port);
    this.parts.log.restart();
    this.logger.log(`took over the lemond that was left behind (process ${record.pid})`);
    const process = new AdoptedLemond(record.pid, this.parts.leftover, this.parts.clock);
    return { process, client, logStart: this.parts.log.position, adopted: record.version };
  }

  private async unfit(record: LemondRecord, plan: LemondPlan, client: LemonadeClient): Promise<string | undefined> {
    const { configured } = this.parts.ports;
    if (configured !== null && configured !== record.port) return 'it has another port';
    const difference = differs(record, plan.startOn(record.port));
    if (difference !== undefined) return difference;
    // The counters, because health may be blocked while a model loads.
    return client.stats().then(
      () => undefined,
      (error: Error) => error.message,
    );
  }

  private async startNew(plan: LemondPlan): Promise<LaunchedLemond> {
    const orphans = await this.parts.orphans.end(plan.keys);
    if (orphans) this.parts.log.remark(`ended ${orphans} groups of model servers that had lost their lemond`);
    const port = await this.parts.ports.choose();
    await plan.writeConfig(port);
    await this.parts.registrar.clear();
    this.parts.log.restart();
    const logStart = this.parts.log.position;
    const start = plan.startOn(port);
    const [command = '', ...args] = start.command;
    const process = await this.parts.processes.start({
      command,
      args,
      env: plan.environment,
      cwd: this.parts.setup.workingFolder,
      onLine: (line) => this.parts.log.hear(line),
    });
    await this.parts.records.write({ ...start, pid: process.pid });
    return { process, client: this.clientOf(plan, port), logStart, adopted: null };
  }

  private clientOf({ keys }: LemondPlan, port: number): LemonadeClient {
    return clientWithKeys(this.parts.pools, port, keys);
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
    const lines = this.parts.log.since(logStart, 40);
    const complaints = lines.filter(({ level, text }) => level === 'error' || /\berror\b/i.test(text));
    const { configured } = this.parts.ports;
    if (configured !== null && complaints.some(({ text }) => /already in use/i.test(text)))
      return `port ${configured} is taken by another program; choose another with [lemonade].port in hal0.toml`;
    const telling = complaints.length ? complaints.slice(-1) : lines.slice(-3);
    return `lemond ended while starting: ${telling.map(plainLine).join(' | ') || 'it said nothing'}`;
  }
}

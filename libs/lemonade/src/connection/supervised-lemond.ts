import type { Clock } from '@hal0/platform';
import { Logger } from '@nestjs/common';
import type { LemonadeClient } from '../client/lemonade-client.js';
import { LemonadeRuntimeMissingError } from '../lemonade.errors.js';
import type { ModelRegistrar } from '../registration/model-registrar.js';
import { canonicalName, type RuntimeModel } from '../registration/user-models.js';
import type { LemonadeRuntime } from '../runtime/lemonade-runtime.js';
import type { RuntimeLocator } from '../runtime/runtime-locator.js';
import { Backoff } from '../supervisor/backoff.js';
import type { LaunchedLemond, LemondLauncher } from '../supervisor/lemond-launcher.js';
import type { RecentLog } from '../supervisor/recent-log.js';
import { LemonadeConnection, type ConnectionUpdate } from './lemonade-connection.js';

type Tell = (update: ConnectionUpdate) => void;

const FETCH_AGAIN_MS = 60_000;
const FAULTS_UNTIL_FAILED = 5;

/** A lemond of hal0's own: found or fetched, started, started again when it dies, stopped at the end. */
export class SupervisedLemond extends LemonadeConnection {
  private readonly logger = new Logger('Lemonade');

  constructor(
    private readonly locator: Pick<RuntimeLocator, 'locate'>,
    private readonly launcher: LemondLauncher,
    private readonly registrar: ModelRegistrar,
    private readonly recent: RecentLog,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(signal: AbortSignal, tell: Tell): Promise<void> {
    const runtime = await this.findRuntime(signal, tell);
    if (runtime) await this.keepRunning(runtime, signal, tell);
  }

  async register(model: RuntimeModel, client: LemonadeClient): Promise<string> {
    await this.registrar.register(model, (name) => client.knows(name));
    return canonicalName(model.id);
  }

  doubt(id: string): void {
    this.registrar.doubt(id);
  }

  nameOf(id: string): string {
    return canonicalName(id);
  }

  idOf(modelName: string): string {
    return this.registrar.idOf(modelName);
  }

  logPosition(): number {
    return this.recent.position;
  }

  log(lines: number, position = 0): readonly string[] {
    return this.recent.since(position, lines);
  }

  /** Undefined when there is no point in going on. */
  private async findRuntime(signal: AbortSignal, tell: Tell): Promise<LemonadeRuntime | undefined> {
    while (!signal.aborted) {
      try {
        return await this.locator.locate(signal, {
          progress: (message, progress) => tell({ phase: 'fetching', message, progress }),
          warning: (message) => this.logger.warn(message),
        });
      } catch (error) {
        if (signal.aborted) return undefined;
        tell({ phase: 'failed', message: (error as Error).message });
        if (error instanceof LemonadeRuntimeMissingError) return undefined;
        await this.pause(FETCH_AGAIN_MS, signal);
      }
    }
    return undefined;
  }

  private async keepRunning(runtime: LemonadeRuntime, signal: AbortSignal, tell: Tell): Promise<void> {
    const backoff = new Backoff();
    tell({ phase: 'starting', message: 'starting lemond' });
    while (!signal.aborted) {
      const startedAt = this.clock.monotonic();
      const reason = await this.runOnce(runtime, signal, tell);
      if (signal.aborted) return;
      const delay = backoff.next(this.clock.monotonic() - startedAt);
      this.logger.warn(`${reason}; starting lemond again in ${delay / 1_000} s`);
      tell({
        phase: backoff.count < FAULTS_UNTIL_FAILED ? 'starting' : 'failed',
        message: `${reason}; starting it again`,
      });
      await this.pause(delay, signal);
    }
  }

  /** One life of lemond. @returns why it ended */
  private async runOnce(runtime: LemonadeRuntime, signal: AbortSignal, tell: Tell): Promise<string> {
    let launched: LaunchedLemond | undefined;
    try {
      launched = await this.launcher.launch(runtime);
      const { process } = launched;
      const version = await this.launcher.waitUntilReady(launched, signal);
      tell({ phase: 'running', message: null, version, client: launched.client });
      await Promise.race([process.exited, aborted(signal)]);
      if (signal.aborted) return 'stopped';
      const { code, signal: by } = await process.exited;
      return by ? `lemond was ended by ${by}` : `lemond ended with code ${code}`;
    } catch (error) {
      return (error as Error).message;
    } finally {
      if (launched) await this.launcher.stop(launched);
    }
  }

  private async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(milliseconds, signal).catch(() => undefined);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

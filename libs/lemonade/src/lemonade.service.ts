import { Clock, EventBus, redact } from '@hal0/platform';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { LemonadeClient } from './client/lemonade-client.js';
import { parseHealth, type LoadedModel } from './client/lemonade-health.js';
import { explainLoadFailure } from './client/load-failure.js';
import { LemonadeConnection, type ConnectionUpdate } from './connection/lemonade-connection.js';
import { LemonadeStateEvent } from './lemonade-state.event.js';
import type { LemonadeStatus } from './lemonade-status.js';
import { LemonadeUnavailableError, ModelLoadFailedError } from './lemonade.errors.js';
import { loadBody, type LoadRequest } from './registration/load-request.js';

/** Lines of log that a failed load carries. */
const LOG_LINES = 40;
/** lemond's answer may overtake its last lines of log. */
const LOG_DELAY_MS = 50;

interface HealthFlight {
  generation: number;
  answer: Promise<readonly LoadedModel[]>;
}

/** The model runtime, as the rest of hal0 sees it. */
@Injectable()
export class LemonadeService implements OnModuleDestroy {
  private readonly logger = new Logger('Lemonade');
  private readonly waiting = new Set<() => void>();
  private current: LemonadeStatus;
  private client: LemonadeClient | undefined;
  private life: { abort: AbortController; ended: Promise<void> } | undefined;
  private flight: HealthFlight | undefined;
  private generation = 0;
  private known: readonly LoadedModel[] = [];

  constructor(
    private readonly connection: LemonadeConnection,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {
    this.current = {
      phase: 'stopped',
      version: null,
      message: null,
      progress: null,
      origin: null,
      since: this.timestamp(),
    };
  }

  /** What is known at this moment; asks nobody. */
  status(): LemonadeStatus {
    return this.current;
  }

  /** Begins to find, fetch and start the runtime in the background. Goes on where it gave up; else does nothing. */
  start(): void {
    if (this.life) return;
    const abort = new AbortController();
    const ended = this.connection
      .run(abort.signal, (update) => this.follow(update))
      .catch((error: Error) => this.follow({ phase: 'failed', message: error.message }))
      .finally(() => (this.life = undefined));
    this.life = { abort, ended };
  }

  /**
   * Resolves once lemond takes orders.
   * @throws LemonadeUnavailableError when it could not be had; the signal's reason
   */
  async whenRunning(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (this.client) return;
      if (this.current.phase === 'failed') throw this.unavailable();
      await this.nextChange(signal);
    }
  }

  /**
   * What lemond has loaded now. Callers that come while one is asking share its answer.
   * @throws LemonadeUnavailableError; LemonadeBusyError when there is no answer within two seconds
   */
  loadedModels(): Promise<readonly LoadedModel[]> {
    // An answer that was asked for before the last load or unload would not know of it.
    if (this.flight?.generation === this.generation) return this.flight.answer;
    const answer = this.askLoadedModels().finally(() => {
      if (this.flight === flight) this.flight = undefined;
    });
    const flight: HealthFlight = { generation: this.generation, answer };
    this.flight = flight;
    return answer;
  }

  /** The last answer of {@link loadedModels}, for whoever must not wait. */
  lastKnownModels(): readonly LoadedModel[] {
    return this.known;
  }

  /**
   * Resolves once the model answers. lemond goes on loading when the caller leaves.
   * @throws ModelLoadFailedError with the log since the load began in `details.log`; LemonadeUnavailableError; the signal's reason
   */
  async load(request: LoadRequest, signal: AbortSignal): Promise<void> {
    const client = this.requireClient();
    const { id } = request.model;
    const position = this.connection.logPosition();
    const name = await this.connection.register(request.model, client);
    try {
      const failure = await client.load(loadBody(request, name), signal);
      if (!failure) return;
      this.connection.doubt(id);
      await this.clock.sleep(LOG_DELAY_MS);
      const log = this.connection.log(LOG_LINES, position).map(redact);
      throw new ModelLoadFailedError(id, explainLoadFailure(failure.message, log), log);
    } finally {
      this.generation += 1;
    }
  }

  /** Unloading a model that is not loaded is a success. Waits for the request the model is answering. */
  async unload(id: string): Promise<void> {
    try {
      await this.requireClient().unload(this.connection.nameOf(id));
    } finally {
      this.generation += 1;
    }
  }

  /** Where requests are forwarded to, and what proves that they come from hal0. @throws LemonadeUnavailableError */
  endpoint(): { origin: string; headers: Record<string, string> } {
    const { origin, headers } = this.requireClient();
    return { origin, headers: { ...headers } };
  }

  /** lemond's last lines, oldest first, without credentials. Empty for a lemond that somebody else runs. */
  recentLog(lines: number): readonly string[] {
    return this.connection.log(lines).map(redact);
  }

  async onModuleDestroy(): Promise<void> {
    const { life } = this;
    if (!life) return;
    life.abort.abort(new LemonadeUnavailableError('hal0 is stopping'));
    await life.ended;
    this.follow({ phase: 'stopped', message: null });
  }

  private async askLoadedModels(): Promise<readonly LoadedModel[]> {
    const body = await this.requireClient().health();
    this.known = parseHealth(body, (name) => this.connection.idOf(name)).models;
    return this.known;
  }

  private follow({ phase, message, progress, version, client }: ConnectionUpdate): void {
    const before = this.current;
    this.client = client;
    if (!client) this.known = [];
    this.current = {
      phase,
      message,
      version: version ?? before.version,
      progress: progress ?? null,
      origin: client?.origin ?? null,
      since: phase === before.phase ? before.since : this.timestamp(),
    };
    if (phase !== before.phase) this.logger.log(message ? `${phase}: ${message}` : phase);
    this.events.publish(new LemonadeStateEvent(this.current));
    for (const wake of [...this.waiting]) wake();
  }

  private nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  private requireClient(): LemonadeClient {
    if (!this.client) throw this.unavailable();
    return this.client;
  }

  private unavailable(): LemonadeUnavailableError {
    const { phase, message } = this.current;
    return new LemonadeUnavailableError(message ?? `lemond is ${phase}.`);
  }

  private timestamp(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

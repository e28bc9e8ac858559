import type { UpstreamSettings } from '@hal0/config';
import type { Clock, Hal0Error } from '@hal0/platform';
import { Admission } from '@hal0/slots';
import { listModels } from './list-models.js';
import type { UpstreamDialect } from './upstream-dialect.js';
import { UpstreamConnection, type UpstreamSurroundings, type UpstreamWay } from './upstream-connection.js';
import { UpstreamHealth } from './upstream-health.js';
import type { UpstreamState } from './upstream-states.js';
import { UpstreamListFailedError, UpstreamNotFoundError } from './upstreams.errors.js';

/** How long a list of models is good for. */
const LIST_TTL_MS = 10 * 60_000;
/** A provider that gave no list is not asked again before this. */
const LIST_BACKOFF_MS = 60_000;

/** With another one of these, what is known of how it does no longer counts. */
const WHERE_AND_WHO = ['url', 'auth_style', 'auth_header', 'auth_value_env'] as const;

/** One provider at run time: its settings, its models as known now, its places and how it is doing. */
export class Upstream {
  readonly admission: Admission;
  /** Model ids: those of the settings, and those that it listed last. */
  models: ReadonlySet<string>;
  /** Those that it listed last; empty before. */
  discovered: readonly string[] = [];
  /** Milliseconds that the last list of models took; null before there was one. */
  latencyMs: number | null = null;
  private health: UpstreamHealth;
  /** {@link Clock.monotonic}; no list is asked for before. */
  private listDueAt = Number.NEGATIVE_INFINITY;
  private listing: Promise<void> | null = null;
  private connection: UpstreamConnection;

  constructor(
    readonly name: string,
    private current: UpstreamSettings,
    private readonly clock: Clock,
    private readonly surroundings: UpstreamSurroundings,
    /** Something that people see has changed. */
    private readonly changed: (upstream: Upstream) => void,
  ) {
    this.models = new Set(current.models);
    this.health = new UpstreamHealth(clock);
    this.connection = new UpstreamConnection(name, current, surroundings);
    const isOpen = () => true;
    this.admission = new Admission(current.concurrency ?? Number.POSITIVE_INFINITY, clock, {
      isOpen,
      changed: () => undefined,
    });
  }

  get settings(): UpstreamSettings {
    return this.current;
  }

  get dialect(): UpstreamDialect {
    return this.current.auth_style === 'anthropic' ? 'anthropic' : 'openai';
  }

  get state(): UpstreamState {
    if (!this.current.enabled) return 'disabled';
    if (!this.connection.hasKey) return 'no_key';
    if (this.health.checkedAt === null) return 'unknown';
    return this.health.error ? 'failing' : 'healthy';
  }

  get hasKey(): boolean {
    return this.connection.hasKey;
  }

  /** Why it counts as failing; null when it does not. */
  get error(): Hal0Error | null {
    return this.health.error;
  }

  /** When it was last asked for anything, by {@link Clock.now}; null when never. */
  get checkedAt(): number | null {
    return this.health.checkedAt;
  }

  /** Others that serve the same model are asked before it. */
  get isLastInLine(): boolean {
    return !this.canBeAsked || this.health.isLastInLine;
  }

  /** What it said when it asked for a rest that is not over; null when it did not. */
  get resting(): Hal0Error | null {
    return this.health.resting;
  }

  /** Its models are not known, or no longer, and it may be asked for them now. */
  get isCold(): boolean {
    return this.canBeAsked && this.clock.monotonic() >= this.listDueAt;
  }

  private get canBeAsked(): boolean {
    return this.current.enabled && this.connection.hasKey;
  }

  /** @throws UpstreamKeyMissingError, UpstreamAddressForbiddenError */
  way(): UpstreamWay {
    return this.connection.way();
  }

  /**
   * Tells how a request that was sent there went.
   * @param error null when it was answered well
   * @param waitMs how long it wants not to be asked; null when it does not tell
   */
  report(error: Hal0Error | null, waitMs: number | null = null): void {
    const before = this.state;
    this.health.answered(error, waitMs);
    if (this.state !== before) this.changed(this);
  }

  /**
   * Asks for its models, whoever asks at the same time gets the same answer. How it went shows in the state.
   * @param limitMs after which it is given up
   * @throws UpstreamListFailedError, UpstreamKeyMissingError, UpstreamAddressForbiddenError
   */
  refresh(limitMs: number): Promise<void> {
    this.listing ??= this.list(limitMs).finally(() => (this.listing = null));
    return this.listing;
  }

  /** Takes other settings; requests under way end as they began. */
  adopt(settings: UpstreamSettings): void {
    this.connection.close();
    this.connection = new UpstreamConnection(this.name, settings, this.surroundings);
    const isSame = WHERE_AND_WHO.every((field) => settings[field] === this.current[field]);
    this.current = settings;
    if (!isSame) this.discovered = [];
    this.models = new Set([...settings.models, ...this.discovered]);
    this.admission.setPlaces(settings.concurrency ?? Number.POSITIVE_INFINITY);
    if (isSame) this.changed(this);
    else this.startAnew();
  }

  /** What is known of how it does no longer counts, e.g. because it has another key now. */
  startAnew(): void {
    this.health = new UpstreamHealth(this.clock);
    this.latencyMs = null;
    this.listDueAt = Number.NEGATIVE_INFINITY;
    this.changed(this);
  }

  /** It is no longer configured. */
  retire(): void {
    this.admission.refuseAll(new UpstreamNotFoundError(this.name, []));
    this.connection.close();
  }

  private async list(limitMs: number): Promise<void> {
    const { connection } = this;
    const limit = new AbortController();
    const seconds = Math.round(limitMs / 100) / 10;
    const late = new UpstreamListFailedError(this.name, `there was no answer within ${seconds} s`);
    const cancel = this.clock.schedule(() => limit.abort(late), limitMs);
    const startedAt = this.clock.monotonic();
    try {
      const ids = await listModels(this.name, this.dialect, connection.way(), limit.signal);
      if (connection !== this.connection) return;
      this.latencyMs = this.clock.monotonic() - startedAt;
      this.discovered = ids;
      this.models = new Set([...this.current.models, ...ids]);
      this.listed(null, LIST_TTL_MS);
    } catch (error) {
      if (connection === this.connection) this.listed(error as Hal0Error, LIST_BACKOFF_MS);
      throw error;
    } finally {
      cancel();
    }
  }

  private listed(error: Hal0Error | null, goodForMs: number): void {
    this.health.listed(error);
    this.listDueAt = this.clock.monotonic() + goodForMs;
    this.changed(this);
  }
}

import type { Clock, RequestRecord } from '@hal0/platform';
import { DurationHistogram } from './figures/duration-histogram.js';
import { IntervalMean } from './figures/interval-mean.js';
import { LatestValues } from './figures/latest-values.js';

/** Answers that percentiles are taken over. */
const LATEST_ANSWERS = 256;
const FIRST_TOKEN_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const WAIT_BOUNDS = [0.001, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const REQUEST_BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Status of a request that became a realtime session. */
const SWITCHING_PROTOCOLS = 101;

/** What the model server of a slot holds in its context, over all the requests it serves at once. */
export interface ContextUse {
  /** Tokens in it; null when the server does not tell. */
  tokens: number | null;
  /** Tokens that fit; null when the server does not tell. */
  size: number | null;
}

const UNKNOWN_CONTEXT: ContextUse = { tokens: null, size: null };

/** Stands for one load of a model: another load has another one. */
type Load = object;

/**
 * Counts what one slot does. Told of every request that ends, at times 20,000 a second: it adds numbers up and does
 * nothing else; whoever wants to see figures works them out.
 */
export class SlotMeter {
  completed = 0;
  failed = 0;
  abandoned = 0;
  promptTokens = 0;
  cachedTokens = 0;
  completionTokens = 0;
  /** Of the latest answer that told. */
  ttftMs: number | null = null;
  tokensPerSecond: number | null = null;
  promptTokensPerSecond: number | null = null;
  /** Of the latest request. */
  queueMs: number | null = null;
  readonly firstTokens = new LatestValues(LATEST_ANSWERS);
  readonly firstTokenTimes = new DurationHistogram(FIRST_TOKEN_BOUNDS);
  readonly queueTimes = new DurationHistogram(WAIT_BOUNDS);
  /** Only of requests that had to wait for a load. */
  readonly loadTimes = new DurationHistogram(WAIT_BOUNDS);
  readonly requestTimes = new DurationHistogram(REQUEST_BOUNDS);
  /** Since the last point of the history. */
  readonly intervalSpeed = new IntervalMean();
  readonly intervalFirstToken = new IntervalMean();

  private sampled: { load: Load; context: ContextUse } | null = null;

  constructor(private readonly clock: Clock) {}

  get requests(): number {
    return this.completed + this.failed + this.abandoned;
  }

  /** A request of this slot has ended. */
  ended(record: RequestRecord): void {
    this[record.outcome] += 1;
    this.promptTokens += record.promptTokens ?? 0;
    this.cachedTokens += record.cachedTokens ?? 0;
    this.completionTokens += record.completionTokens ?? 0;
    this.queueMs = record.queueMs;
    this.queueTimes.observe(record.queueMs);
    if (record.loadMs > 0) this.loadTimes.observe(record.loadMs);
    // A session lasts as long as its client likes, which says nothing of the slot.
    if (record.status !== SWITCHING_PROTOCOLS) this.requestTimes.observe(record.totalMs);
    if (record.promptTokensPerSecond !== null) this.promptTokensPerSecond = record.promptTokensPerSecond;
    if (record.tokensPerSecond !== null) {
      this.tokensPerSecond = record.tokensPerSecond;
      this.intervalSpeed.add(record.tokensPerSecond);
    }
    if (record.ttftMs !== null) {
      this.ttftMs = record.ttftMs;
      this.firstTokens.add(record.ttftMs);
      this.firstTokenTimes.observe(record.ttftMs);
      this.intervalFirstToken.add(record.ttftMs);
    }
  }

  /** What the model server told about its context; null when it did not. `load` is the load it was asked about. */
  sample(load: Load, context: ContextUse | null): void {
    this.sampled = context && { load, context };
  }

  /** What is known of the context of this load. */
  contextOf(load: Load | null): ContextUse {
    return load !== null && this.sampled?.load === load ? this.sampled.context : UNKNOWN_CONTEXT;
  }

  /** @param since {@link Clock.monotonic} when the model was loaded */
  uptimeSeconds(since: number): number {
    return Math.max(0, Math.round((this.clock.monotonic() - since) / 1_000));
  }
}

import type { Clock, Hal0Error } from '@hal0/platform';
import { UpstreamAnsweredError } from '../dispatcher.errors.js';

/** How long one that failed at requests is asked after all others that serve the same model. */
const LAST_IN_LINE_MS = 5 * 60_000;
/** However long a provider says it wants to rest, it is asked again after this. */
const LONGEST_REST_MS = 60 * 60_000;

/**
 * How a provider does. Health that was lost in answering is won back in answering: a list of models alone does not
 * forgive it. A good answer forgives everything.
 */
export class UpstreamHealth {
  /** When it was last asked for anything, by {@link Clock.now}; null when never. */
  checkedAt: number | null = null;
  private answering: Hal0Error | null = null;
  private listing: Hal0Error | null = null;
  /** {@link Clock.monotonic}. */
  private lastInLineUntil = Number.NEGATIVE_INFINITY;
  private restsUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** Why it counts as failing; null when it does not. */
  get error(): Hal0Error | null {
    return this.answering ?? this.listing;
  }

  /** Others that serve the same model are asked before it. It gets a chance now and then, or it could never do better. */
  get isLastInLine(): boolean {
    if (this.answering) return this.clock.monotonic() < this.lastInLineUntil;
    return this.listing !== null;
  }

  /** What it said when it asked for a rest that is not over; null when it did not. */
  get resting(): Hal0Error | null {
    return this.clock.monotonic() < this.restsUntil ? this.answering : null;
  }

  /**
   * A request was sent there.
   * @param error null when it was answered well
   * @param waitMs how long it wants not to be asked; null when it does not tell
   */
  answered(error: Hal0Error | null, waitMs: number | null): void {
    const failure = error && isItsFault(error.httpStatus) ? error : null;
    // Of an error that is nobody's there nothing is to be learnt, e.g. of an upload that broke off.
    if (error && !failure && !(error instanceof UpstreamAnsweredError)) return;
    const now = this.clock.monotonic();
    this.checkedAt = this.clock.now();
    this.answering = failure;
    this.listing = null;
    const restMs = failure ? Math.min(waitMs ?? 0, LONGEST_REST_MS) : 0;
    this.restsUntil = now + restMs;
    this.lastInLineUntil = now + (waitMs === null ? LAST_IN_LINE_MS : restMs);
  }

  /** Its models were asked for. */
  listed(error: Hal0Error | null): void {
    this.checkedAt = this.clock.now();
    this.listing = error;
  }
}

/** A request that it refuses as wrong says that it is well. */
function isItsFault(status: number): boolean {
  return status >= 500 || status === 401 || status === 403 || status === 408 || status === 429;
}

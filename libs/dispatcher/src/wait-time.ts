import type { Clock } from '@hal0/platform';
import type { Lease, Slot } from '@hal0/slots';

/** Milliseconds a request has waited. */
export interface Waited {
  /** For a turn, while the model was loaded. */
  queueMs: number;
  /** For the model to load. */
  loadMs: number;
}

/** What a request has waited for, also when it never got a turn, and over both attempts when there were two. */
export class WaitTime {
  private earlier: Waited = { queueMs: 0, loadMs: 0 };
  private wait: { slot: Slot | null; since: number; wasLoaded: boolean } | null = null;

  constructor(private readonly clock: Clock) {}

  /** The request has got into the line of a slot, or of an upstream, where there is nothing to load. */
  begin(slot: Slot | null): void {
    this.wait = { slot, since: this.clock.monotonic(), wasLoaded: slot?.endpoint !== null };
  }

  /** The turn was for nothing, and the request goes back in line. */
  startOver(lease: Lease | null): void {
    this.earlier = this.soFar(lease);
    this.wait = null;
  }

  /** @param lease the turn that ended the wait; null while there is none */
  soFar(lease: Lease | null): Waited {
    const { queueMs, loadMs } = lease ?? this.unfinished();
    return { queueMs: this.earlier.queueMs + queueMs, loadMs: this.earlier.loadMs + loadMs };
  }

  private unfinished(): Waited {
    if (!this.wait) return { queueMs: 0, loadMs: 0 };
    const { slot, since, wasLoaded } = this.wait;
    const now = this.clock.monotonic();
    const notLoaded = wasLoaded ? since : now;
    const loadedAt = slot?.endpoint ? Math.max(since, slot.loadedAt) : notLoaded;
    return { queueMs: now - loadedAt, loadMs: loadedAt - since };
  }
}

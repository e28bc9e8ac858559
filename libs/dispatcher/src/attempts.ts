import type { Clock, RequestAttempt } from '@hal0/platform';

/** What a request was tried with in vain before it was answered, and the time that went there. */
export class Attempts {
  readonly inVain: RequestAttempt[] = [];
  /** Milliseconds for which it was with targets that gave no answer; waits for a turn are not among them. */
  forwardedMs = 0;
  private since: number;
  private forwardedAt: number | null = null;

  constructor(private readonly clock: Clock) {
    this.since = clock.monotonic();
  }

  /** The request is sent. */
  forwarding(): void {
    this.forwardedAt = this.clock.monotonic();
  }

  /** Milliseconds since it was sent where it is now; 0 when it is nowhere. */
  get pendingMs(): number {
    return this.forwardedAt === null ? 0 : this.clock.monotonic() - this.forwardedAt;
  }

  /** It got no answer, and may be sent to the same target once more. */
  takenBack(): void {
    this.forwardedMs += this.pendingMs;
    this.forwardedAt = null;
  }

  /** @param target that is asked no more, by name */
  givenUp(target: string, reason: string): void {
    this.takenBack();
    const now = this.clock.monotonic();
    this.inVain.push({ target, reason, ms: now - this.since });
    this.since = now;
  }
}

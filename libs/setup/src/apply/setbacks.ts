import type { Clock } from '@hal0/platform';
import { HubBusyError, HubUnreachableError } from '@hal0/registry';

/** 2, 4, 8, 16 and 32 seconds: a network that comes back within a minute costs nobody a second try by hand. */
const MAX_TRIES = 6;
const FIRST_DELAY_MS = 2_000;

/** Remembers who was turned away by a hub that could not be asked, and when it is their turn again. */
export class Setbacks {
  private readonly tries = new Map<string, { count: number; dueAt: number }>();

  constructor(private readonly clock: Clock) {}

  isDue(key: string): boolean {
    return (this.tries.get(key)?.dueAt ?? -Infinity) <= this.clock.monotonic();
  }

  /** Whether it is worth another try. */
  allows(key: string, error: unknown): boolean {
    if (!(error instanceof HubUnreachableError || error instanceof HubBusyError)) return false;
    const count = (this.tries.get(key)?.count ?? 0) + 1;
    const asked = error instanceof HubBusyError ? (error.retryAfterMs ?? 0) : 0;
    const delay = Math.max(asked, FIRST_DELAY_MS * 2 ** (count - 1));
    this.tries.set(key, { count, dueAt: this.clock.monotonic() + delay });
    return count < MAX_TRIES;
  }

  forget(key: string): void {
    this.tries.delete(key);
  }
}

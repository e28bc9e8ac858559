import { Clock } from '../clock/clock.js';

/** A clock that stands still until a test advances it. */
export class FakeClock extends Clock {
  private elapsed = 0;
  private timers: { at: number; callback: () => void }[] = [];

  constructor(private readonly epoch = Date.UTC(2026, 0, 1)) {
    super();
  }

  now(): number {
    return this.epoch + this.elapsed;
  }

  monotonic(): number {
    return this.elapsed;
  }

  schedule(callback: () => void, delayMs: number): () => void {
    const timer = { at: this.elapsed + delayMs, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Whether somebody waits for time to pass; while nobody does, something real is awaited. */
  get isAwaited(): boolean {
    return this.timers.length > 0;
  }

  /** Moves time forward, running the timers that fall due in order, and lets promise callbacks run after each. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.elapsed + milliseconds;
    for (;;) {
      await settle();
      const due = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.elapsed = Math.max(this.elapsed, due.at);
      due.callback();
    }
    this.elapsed = end;
    await settle();
  }
}

/** Lets everything that is already resolved run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

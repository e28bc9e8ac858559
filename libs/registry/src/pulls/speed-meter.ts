import type { Clock } from '@hal0/platform';

/** How far back the speed is looked at. */
const WINDOW_MS = 5_000;
/** The least time that a speed is told of: the first moments say nothing. */
const LEAST_MS = 1_000;
/** Arrivals within this time are one, so that a fast connection does not make a long list. */
const STEP_MS = 100;

/** Bytes per second of the last few seconds. */
export class SpeedMeter {
  private steps: { at: number; bytes: number }[] = [];

  constructor(private readonly clock: Clock) {}

  add(bytes: number): void {
    const now = this.clock.monotonic();
    const last = this.steps.at(-1);
    if (last && now - last.at < STEP_MS) last.bytes += bytes;
    else this.steps.push({ at: now, bytes });
  }

  reset(): void {
    this.steps = [];
  }

  get bytesPerSecond(): number {
    const now = this.clock.monotonic();
    this.steps = this.steps.filter(({ at }) => now - at <= WINDOW_MS);
    const [first] = this.steps;
    if (!first) return 0;
    const bytes = this.steps.reduce((sum, step) => sum + step.bytes, 0);
    return Math.round((bytes * 1_000) / Math.max(LEAST_MS, now - first.at));
  }
}

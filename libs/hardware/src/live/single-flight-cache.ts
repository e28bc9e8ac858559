import type { Clock } from '@hal0/platform';

/** One value that is dear to get: however many ask, it is got once, and kept for a while. */
export class SingleFlightCache<T> {
  private kept: { value: T; at: number } | undefined;
  private flight: Promise<T> | undefined;

  /** @param load failures are not kept: whoever asks next tries again. */
  constructor(
    private readonly clock: Clock,
    private readonly maxAgeMs: number,
    private readonly load: () => Promise<T>,
  ) {}

  get(): Promise<T> {
    if (this.kept && this.clock.monotonic() - this.kept.at < this.maxAgeMs) return Promise.resolve(this.kept.value);
    if (this.flight) return this.flight;
    const flight = this.load()
      .then((value) => {
        // One that was forgotten under way tells of a past that is no longer of interest.
        if (this.flight === flight) this.kept = { value, at: this.clock.monotonic() };
        return value;
      })
      .finally(() => {
        if (this.flight === flight) this.flight = undefined;
      });
    return (this.flight = flight);
  }

  /** The last value, however old; undefined before the first one. */
  get latest(): T | undefined {
    return this.kept?.value;
  }

  forget(): void {
    this.kept = undefined;
    this.flight = undefined;
  }
}

import type { Clock } from '@hal0/platform';

/** How much unused time may be made up for: a pause must not be followed by a flood. */
const CREDIT_MS = 100;

/** What all pulls together may take of the connection. */
export class Bandwidth {
  private paidUntil = -Infinity;

  /** @param bytesPerSecond 0 for no limit */
  constructor(
    private readonly bytesPerSecond: number,
    private readonly clock: Clock,
  ) {}

  /** Resolves when `bytes` that have arrived are within the limit; until then nothing more should be read. */
  async pay(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.bytesPerSecond === 0) return;
    const now = this.clock.monotonic();
    this.paidUntil = Math.max(this.paidUntil, now - CREDIT_MS) + (bytes / this.bytesPerSecond) * 1_000;
    const wait = this.paidUntil - now;
    if (wait > 0) await this.clock.sleep(wait, signal);
  }
}

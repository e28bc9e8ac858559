import { SystemClock } from '@hal0/platform';

/** The real clock, on which every wait takes a thousandth of its time; it remembers how long they were to be. */
export class HurriedClock extends SystemClock {
  /** Milliseconds, in the order they were asked for. */
  readonly waits: number[] = [];

  override schedule(callback: () => void, delayMs: number): () => void {
    this.waits.push(delayMs);
    return super.schedule(callback, delayMs / 1_000);
  }
}

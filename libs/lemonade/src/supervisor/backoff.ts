const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A process that lived this long is taken to be well; the next fault starts over. */
const STABLE_MS = 60_000;

/** Waiting times between restarts: doubling from half a second to half a minute. */
export class Backoff {
  private faults = 0;

  /** Faults in a row, the last one included. */
  get count(): number {
    return this.faults;
  }

  /** @param livedMs how long the process ran before it ended @returns how long to wait before the next try, in ms */
  next(livedMs: number): number {
    if (livedMs >= STABLE_MS) this.faults = 0;
    this.faults += 1;
    return Math.min(FIRST_MS * 2 ** (this.faults - 1), LONGEST_MS);
  }
}

import type { HardwareProblem } from './hardware-report.js';

/** Runs the parts of the probe so that one that stumbles costs its own answer only, and is written down. */
export class Attempts {
  readonly problems: HardwareProblem[] = [];

  async of<T>(detector: string, detect: () => Promise<T> | T, otherwise: T): Promise<T> {
    try {
      return await detect();
    } catch (error) {
      this.problems.push({ detector, message: error instanceof Error ? error.message : String(error) });
      return otherwise;
    }
  }
}

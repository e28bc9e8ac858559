import { signal } from '@angular/core';
import type { Problem } from '../ui/problem';
import { fieldErrors } from './field-errors';
import { toProblem } from './to-problem';

/** What a form asks of the API, one try at a time, and why it was refused. */
export class Attempt {
  private readonly running = signal(false);
  private readonly refusal = signal<Problem | null>(null);
  private readonly wrong = signal<ReadonlyMap<string, string>>(new Map());

  readonly busy = this.running.asReadonly();
  /** Why the last try was refused, until something is changed or tried again. */
  readonly refused = this.refusal.asReadonly();
  /** What is wrong with single fields, by dotted path. */
  readonly errors = this.wrong.asReadonly();

  async run(act: () => Promise<void>): Promise<void> {
    if (this.running()) return;
    this.running.set(true);
    this.forget();
    try {
      await act();
    } catch (error) {
      this.wrong.set(fieldErrors(error));
      this.refusal.set(toProblem(error));
    } finally {
      this.running.set(false);
    }
  }

  /** For what was refused though the API answered well. */
  refuse(problem: Problem): void {
    this.refusal.set(problem);
  }

  /** What was refused is not what stands there now. */
  forget(): void {
    this.refusal.set(null);
    this.wrong.set(new Map());
  }
}

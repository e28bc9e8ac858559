import { DestroyRef, Service, inject, signal } from '@angular/core';

/** One second hand for everything on the page that tells an age. */
@Service()
export class Clock {
  private readonly time = signal(Date.now());
  /** Epoch milliseconds, a second apart. */
  readonly now = this.time.asReadonly();

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}

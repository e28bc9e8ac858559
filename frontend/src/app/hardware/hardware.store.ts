import { Service, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { HardwareDto } from '../../api/models';
import { EventStream } from '../core/events/event-stream';
import { toProblem } from '../core/to-problem';
import type { Problem } from '../ui/problem';
import { Toasts } from '../ui/toasts';
import { HardwareApi } from './hardware-api';

/** What the box is, as it was last probed. */
@Service({ autoProvided: false })
export class HardwareStore {
  private readonly api = inject(HardwareApi);
  private readonly toasts = inject(Toasts);
  private readonly answer = signal<HardwareDto | null>(null);
  private readonly failure = signal<Problem | null>(null);

  /** Null until read. */
  readonly report = this.answer.asReadonly();
  readonly problem = computed(() => (this.answer() ? null : this.failure()));
  /** When the probe that is running was asked for (epoch milliseconds); null while none is. */
  readonly probingSince = signal<number | null>(null);

  constructor() {
    const stream = inject(EventStream);
    stream
      .on('hardware.changed')
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.load());
    stream.resync.pipe(takeUntilDestroyed()).subscribe(() => void this.load());
    void this.load();
  }

  async load(): Promise<void> {
    this.failure.set(null);
    try {
      this.answer.set(await this.api.read());
    } catch (error) {
      this.failure.set(toProblem(error));
    }
  }

  async probe(): Promise<void> {
    if (this.probingSince() !== null) return;
    this.probingSince.set(Date.now());
    try {
      this.answer.set(await this.api.probe());
      this.toasts.tell('The hardware was probed again.');
    } catch (error) {
      this.toasts.report('The hardware was not probed.', toProblem(error));
    } finally {
      this.probingSince.set(null);
    }
  }
}

import { Service, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ModelDto } from '../../api/models';
import { EventStream } from '../core/events/event-stream';
import { Hal0Api } from '../core/hal0-api';
import { toProblem } from '../core/to-problem';
import type { Problem } from '../ui/problem';

/** The models a slot may be given. Provided where they are chosen, so they are read when that opens. */
@Service({ autoProvided: false })
export class ModelsStore {
  private readonly api = inject(Hal0Api);
  private readonly list = signal<readonly ModelDto[] | null>(null);
  private readonly failure = signal<Problem | null>(null);
  /** Null until read. */
  readonly models = this.list.asReadonly();
  readonly problem = this.failure.asReadonly();

  constructor() {
    const stream = inject(EventStream);
    stream
      .on('registry.changed')
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.load());
    stream.resync.pipe(takeUntilDestroyed()).subscribe(() => void this.load());
    void this.load();
  }

  async load(): Promise<void> {
    this.failure.set(null);
    try {
      this.list.set(await this.api.models());
    } catch (error) {
      this.failure.set(toProblem(error));
    }
  }
}

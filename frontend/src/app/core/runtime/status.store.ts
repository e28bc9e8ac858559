import { DOCUMENT, DestroyRef, Service, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { LemonadeStatusDto, StatusDto } from '../../../api/models';
import { EventStream } from '../events/event-stream';
import { Hal0Api } from '../hal0-api';

/** How often the API is asked while it has nothing to tell; a half-open connection shows itself by this. */
const ASK_EVERY_MS = 30_000;

/** The box and its runtime: asked for now and then, the runtime also told by events. */
@Service()
export class StatusStore {
  private readonly api = inject(Hal0Api);
  private readonly stream = inject(EventStream);
  private readonly document = inject(DOCUMENT);
  private readonly answer = signal<StatusDto | null>(null);
  private readonly told = signal<LemonadeStatusDto | null>(null);

  /** Null until the API has answered. */
  readonly status = this.answer.asReadonly();
  readonly runtime = computed(() => this.told() ?? this.answer()?.lemonade ?? null);

  constructor() {
    this.stream
      .on('lemonade.state')
      .pipe(takeUntilDestroyed())
      .subscribe(({ data }) => this.told.set(data.status));
    this.stream.resync.pipe(takeUntilDestroyed()).subscribe(() => void this.load());
    const timer = setInterval(() => {
      if (this.stream.connection().phase === 'live' && !this.document.hidden) void this.load();
    }, ASK_EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    void this.load();
  }

  private async load(): Promise<void> {
    const toldBefore = this.told();
    try {
      this.answer.set(await this.api.status());
      // An event that came meanwhile is newer than this answer.
      if (this.told() === toldBefore) this.told.set(null);
    } catch {
      this.stream.suspect();
    }
  }
}

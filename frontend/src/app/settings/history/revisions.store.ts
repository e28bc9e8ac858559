import { Service, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { RevisionDto } from '../../../api/models';
import { EventStream } from '../../core/events/event-stream';
import { toProblem } from '../../core/to-problem';
import type { Problem } from '../../ui/problem';
import { Toasts } from '../../ui/toasts';
import { describe } from '../form/setting-input';
import { SettingsApi } from '../settings-api';

const PAGE = 30;

/** The history of the configuration, read a page at a time. */
@Service({ autoProvided: false })
export class RevisionsStore {
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  private readonly list = signal<readonly RevisionDto[] | null>(null);
  private readonly failure = signal<Problem | null>(null);
  private readonly next = signal<number | null>(null);
  private readonly newer = signal(false);
  private readonly conflicts = signal<ReadonlyMap<number, Problem>>(new Map());

  /** Newest first; null until read. */
  readonly revisions = this.list.asReadonly();
  readonly problem = computed(() => (this.list() ? null : this.failure()));
  readonly hasOlder = computed(() => this.next() !== null);
  /** There are newer ones than those that are shown. */
  readonly hasNewer = this.newer.asReadonly();
  readonly busy = signal(false);

  constructor() {
    const stream = inject(EventStream);
    stream
      .on('config.changed')
      .pipe(takeUntilDestroyed())
      .subscribe(() => {
        if (!this.busy()) this.newer.set(true);
      });
    stream.resync.pipe(takeUntilDestroyed()).subscribe(() => void this.load());
    void this.load();
  }

  /** Why this revision was not undone. */
  conflictOf(id: number): Problem | null {
    return this.conflicts().get(id) ?? null;
  }

  async load(): Promise<void> {
    this.failure.set(null);
    try {
      const { revisions, nextBefore } = await this.api.revisions(PAGE);
      this.list.set(revisions);
      this.next.set(nextBefore);
      this.newer.set(false);
    } catch (error) {
      this.failure.set(toProblem(error));
    }
  }

  async older(): Promise<void> {
    const before = this.next();
    if (before === null || this.busy()) return;
    await this.while(async () => {
      try {
        const { revisions, nextBefore } = await this.api.revisions(PAGE, before);
        this.list.update((list) => [...(list ?? []), ...revisions]);
        this.next.set(nextBefore);
      } catch (error) {
        this.toasts.report('Older changes were not loaded.', toProblem(error));
      }
    });
  }

  async undo(id: number): Promise<void> {
    if (this.busy()) return;
    await this.while(async () => {
      this.conflicts.update((all) => new Map([...all].filter(([other]) => other !== id)));
      try {
        const { changes, revisionId } = await this.api.undo(id);
        const now = changes.map(({ path, after }) => `${path} is ${describe(after)}`).join(', ');
        this.toasts.tell(`Change ${id} is undone${revisionId === null ? '' : ` as change ${revisionId}`}: ${now}.`);
        await this.load();
      } catch (error) {
        const problem = toProblem(error);
        this.conflicts.update((all) => new Map(all).set(id, problem));
      }
    });
  }

  private async while(work: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    await work();
    this.busy.set(false);
  }
}

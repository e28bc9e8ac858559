import { Service, computed, inject, signal } from '@angular/core';
import type { RequestsList$Params } from '../../api/fn/requests/requests-list';
import { liveResource } from '../core/live/live-resource';
import type { RequestRow, RequestRows } from '../core/requests/request-row';
import { toProblem } from '../core/to-problem';
import { Toasts } from '../ui/toasts';
import { RequestsApi } from './requests-api';

const PAGE = 50;
/** Requests may end faster than anybody reads. */
const REREAD_MS = 2000;

/** Which requests; what is not given lets all through. */
export type RequestFilter = Omit<RequestsList$Params, 'limit' | 'before'>;

/** The latest requests that pass the filter. While it is held, or shows older ones too, the list keeps still. */
@Service({ autoProvided: false })
export class RequestsStore {
  private readonly api = inject(RequestsApi);
  private readonly toasts = inject(Toasts);
  private readonly filter = signal<RequestFilter>({}, { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) });
  private readonly paged = signal(false);
  private readonly held = signal(false);
  private readonly missed = signal(0);
  private readonly page = liveResource<RequestRows>({
    read: () => this.api.list({ ...this.filter(), limit: PAGE }),
    about: this.filter,
    rereadOn: { 'requests.finished': ({ count }) => this.heard(count) },
    atMostEveryMs: REREAD_MS,
  });

  /** Newest first; null until read. */
  readonly requests = computed(() => this.page.value()?.requests ?? null);
  readonly problem = this.page.problem;
  readonly hasOlder = computed(() => (this.page.value()?.nextBefore ?? null) !== null);
  readonly busy = signal(false);
  readonly still = computed(() => this.paged() || this.held());
  /** Requests that have ended since the list began to keep still, whether or not they pass the filter. */
  readonly unseen = this.missed.asReadonly();

  show(filter: RequestFilter): void {
    this.paged.set(false);
    this.missed.set(0);
    this.filter.set(filter);
  }

  hold(): void {
    this.held.set(true);
  }

  /** The newest again, and what comes from now on. */
  follow(): void {
    this.held.set(false);
    this.paged.set(false);
    this.missed.set(0);
    void this.page.load();
  }

  find(row: number): RequestRow | undefined {
    return this.requests()?.find((request) => request.row === row);
  }

  async older(): Promise<void> {
    const before = this.page.value()?.nextBefore ?? null;
    if (before === null || this.busy()) return;
    this.busy.set(true);
    this.paged.set(true);
    try {
      const { requests, nextBefore } = await this.api.list({ ...this.filter(), limit: PAGE, before });
      this.page.update((page) => ({ requests: [...page.requests, ...requests], nextBefore }));
    } catch (error) {
      this.toasts.report('Older requests were not loaded.', toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }

  /** Whether the list may be read again for requests that have ended. */
  private heard(count: number): boolean {
    if (this.still()) this.missed.update((missed) => missed + count);
    return !this.still();
  }
}

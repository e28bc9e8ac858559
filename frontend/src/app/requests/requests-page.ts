import { DOCUMENT, Component, computed, effect, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { EventStream } from '../core/events/event-stream';
import { RequestBar } from '../core/requests/request-bar';
import { RequestLegend } from '../core/requests/request-legend';
import { THIS_BOX, type RequestRow } from '../core/requests/request-row';
import { describeOutcome, describeTokens } from '../core/requests/request-words';
import { SlotsStore } from '../core/slots/slots.store';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { asChoices } from '../ui/choice';
import { CommandLine } from '../ui/command-line';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { FilterBar, type Filter } from '../ui/filter-bar';
import { Icon } from '../ui/icon/icon';
import { describeDuration } from '../ui/numbers';
import { Skeleton } from '../ui/skeleton';
import { RequestDetail } from './detail/request-detail';
import { RequestsStore } from './requests.store';

const OUTCOMES = [
  { id: 'completed', label: 'Completed' },
  { id: 'failed', label: 'Failed' },
  { id: 'abandoned', label: 'Client hung up' },
] as const;

type Narrowing = 'slot' | 'outcome' | 'servedBy' | 'key';

/** Every request that has ended, whoever served it, and where the time of each went. The filters stand in the address. */
@Component({
  selector: 'h0-requests-page',
  imports: [
    Age,
    Button,
    CommandLine,
    EmptyState,
    ErrorState,
    FilterBar,
    Icon,
    RequestBar,
    RequestDetail,
    RequestLegend,
    RouterLink,
    Skeleton,
  ],
  templateUrl: './requests-page.html',
  styleUrls: ['./requests-filters.css', './requests-page.css'],
  providers: [RequestsStore],
})
export class RequestsPage {
  readonly slot = input<string>();
  readonly outcome = input<string>();
  readonly servedBy = input<string>();
  readonly key = input<string>();
  readonly q = input<string>();
  /** Of the address: row of the request that is opened beside the list. */
  readonly open = input<string>();

  protected readonly store = inject(RequestsStore);
  protected readonly placeholders = [0, 1, 2, 3, 4, 5, 6, 7];
  protected readonly lost = inject(EventStream).lost;
  private readonly slotsStore = inject(SlotsStore);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  private readonly providers = computed(() =>
    distinct([this.servedBy(), ...this.known().map(({ servedBy }) => servedBy)]).map((id) => ({
      id,
      label: id === THIS_BOX ? 'This box' : id,
    })),
  );
  private readonly keys = computed(() => asChoices(distinct([this.key(), ...this.known().map(({ key }) => key)])));
  protected readonly filters = computed<readonly Filter<Narrowing>[]>(() => {
    const slots = asChoices(this.slotsStore.slots().map(({ name }) => name));
    const all: readonly Filter<Narrowing>[] = [
      { name: 'outcome', label: 'Outcome', all: 'All outcomes', choices: OUTCOMES, value: this.outcome() },
      { name: 'slot', label: 'Slot', all: 'All slots', choices: slots, value: this.slot() },
      {
        name: 'servedBy',
        label: 'Served by',
        all: 'Served by any',
        choices: this.providers(),
        value: this.servedBy(),
      },
      { name: 'key', label: 'Key', all: 'Any key', choices: this.keys(), value: this.key() },
    ];
    return all.filter(({ choices }) => choices.length > 0);
  });
  protected readonly isFiltered = computed(() =>
    Boolean(this.slot() ?? this.outcome() ?? this.servedBy() ?? this.key() ?? this.q()),
  );
  protected readonly opened = computed(() => (this.open() ? Number(this.open()) : null));
  /** The longest of those shown, in milliseconds. */
  protected readonly scale = computed(() => Math.max(1, ...this.known().map(({ totalMs }) => totalMs)));
  protected readonly rows = computed(() =>
    this.known().map((request) => ({
      request,
      at: new Date(request.startedAt).toISOString(),
      target: request.slot ?? request.model ?? 'no target',
      by: request.servedBy && request.servedBy !== THIS_BOX ? request.servedBy : null,
      outcome: describeOutcome(request),
      tokens: describeTokens(request),
      total: describeDuration(request.totalMs),
    })),
  );
  private readonly known = computed<readonly RequestRow[]>(() => this.store.requests() ?? []);

  constructor() {
    effect(() =>
      this.store.show({
        slot: this.slot() || undefined,
        outcome: OUTCOMES.find(({ id }) => id === this.outcome())?.id || undefined,
        servedBy: this.servedBy() || undefined,
        key: this.key() || undefined,
        q: this.q() || undefined,
      }),
    );
  }

  protected narrow(name: Narrowing | 'q', value: string | null): void {
    void this.set({ [name]: value, open: null });
  }

  protected clear(): void {
    void this.set({ slot: null, outcome: null, servedBy: null, key: null, q: null, open: null });
  }

  protected async close(): Promise<void> {
    const row = this.open() ?? '';
    await this.set({ open: null });
    this.document.getElementById(`request-${row}`)?.focus();
  }

  private set(queryParams: Partial<Record<Narrowing | 'q' | 'open', string | null>>): Promise<boolean> {
    return this.router.navigate(['/requests'], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}

function distinct(words: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(words.flatMap((word) => (word ? [word] : [])))].sort();
}

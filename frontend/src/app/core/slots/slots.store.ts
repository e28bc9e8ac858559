import { Service, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ModelType, SlotDto } from '../../../api/models';
import type { Problem } from '../../ui/problem';
import { EventStream } from '../events/event-stream';
import { Hal0Api } from '../hal0-api';
import { toProblem } from '../to-problem';
import { isLoaded } from './next-action';

const TYPE_ORDER: readonly ModelType[] = ['llm', 'embedding', 'reranking', 'transcription', 'tts', 'image'];

/** All slots as they are now: read once, then kept current by events. */
@Service()
export class SlotsStore {
  private readonly api = inject(Hal0Api);
  private readonly stream = inject(EventStream);
  private readonly list = signal<readonly SlotDto[] | null>(null);
  private readonly failure = signal<Problem | null>(null);
  /** Counts what was told by events, so that an answer that was older than an event does not undo it. */
  private told = 0;
  private readonly toldAt = new Map<string, number>();

  /** Ordered by type, then as the API lists them; empty until loaded. */
  readonly slots = computed(() => this.list() ?? []);
  readonly loaded = computed(() => this.list() !== null);
  /** Why there is nothing to show; null once there is. */
  readonly problem = computed(() => (this.loaded() ? null : this.failure()));
  readonly enabled = computed(() => this.slots().filter((slot) => slot.enabled).length);
  readonly ready = computed(() => this.slots().filter(isLoaded).length);
  readonly active = computed(() => this.slots().reduce((sum, slot) => sum + slot.activeRequests, 0));
  readonly queued = computed(() => this.slots().reduce((sum, slot) => sum + slot.queuedRequests, 0));

  constructor() {
    this.stream
      .on('slot.changed')
      .pipe(takeUntilDestroyed())
      .subscribe(({ data }) => this.apply(data.slot));
    this.stream
      .on('config.changed')
      .pipe(takeUntilDestroyed())
      .subscribe(({ data }) => {
        // Slots may have come or gone.
        if (data.paths.some((path) => path.startsWith('slots.'))) void this.load();
      });
    this.stream.resync.pipe(takeUntilDestroyed()).subscribe(() => void this.load());
    void this.load();
  }

  find(name: string): SlotDto | undefined {
    return this.slots().find((slot) => slot.name === name);
  }

  async load(): Promise<void> {
    const asked = this.told;
    this.failure.set(null);
    try {
      const answer = await this.api.slots();
      const current = new Map(this.slots().map((slot) => [slot.name, slot]));
      const isNewer = (name: string) => (this.toldAt.get(name) ?? 0) > asked;
      this.list.set(sorted(answer.map((slot) => (isNewer(slot.name) ? (current.get(slot.name) ?? slot) : slot))));
    } catch (error) {
      this.failure.set(toProblem(error));
      if (this.loaded()) this.stream.suspect();
    }
  }

  /** Puts in what the API has just said about one slot. */
  apply(slot: SlotDto): void {
    this.toldAt.set(slot.name, ++this.told);
    const list = this.list();
    if (list === null) return;
    const known = list.some(({ name }) => name === slot.name);
    this.list.set(known ? list.map((old) => (old.name === slot.name ? slot : old)) : sorted([...list, slot]));
  }
}

function sorted(slots: readonly SlotDto[]): readonly SlotDto[] {
  return [...slots].sort((a, b) => TYPE_ORDER.indexOf(a.type) - TYPE_ORDER.indexOf(b.type));
}

import type { Clock, Hal0Error } from '@hal0/platform';
import { Admission } from './admission/admission.js';
import type { RuntimeEndpoint } from './ports/inference-runtime.port.js';
import type { SlotSettings } from '@hal0/config';
import { canMove, isDispatchable, type SlotState } from './slot-state.js';
import { SlotIllegalTransitionError } from './slot.errors.js';

/** Who is told when something about a slot changes. */
export interface SlotObserver {
  /** The slot has left `from`. */
  moved(slot: Slot, from: SlotState): void;
  /** Active or queued requests or figures have changed; called for every request, so it must be cheap. */
  stirred(slot: Slot): void;
}

/** Figures of the requests that have ended. */
export interface RequestFigures {
  /** Milliseconds from forwarding to the first byte; null when none came. */
  firstByteMs: number | null;
  tokensPerSecond: number | null;
}

const LOAD_OPTIONS = ['model', 'device', 'context_size', 'threads', 'extra_args', 'parallel'] as const;

/** One named inference target at run time: its record, its state and its places. */
export class Slot {
  readonly admission: Admission;
  /** Where the loaded model answers; null while none is loaded. */
  endpoint: RuntimeEndpoint | null = null;
  /** The record as it was when the model was loaded; null while none is. */
  loaded: SlotSettings | null = null;
  error: Hal0Error | null = null;
  reason: string | null = null;
  requests = 0;
  latest: RequestFigures = { firstByteMs: null, tokensPerSecond: null };
  /** Epoch milliseconds of the end of the latest request; null before the first. */
  lastUsedAt: number | null = null;
  private settled: SlotState = 'offline';
  private settledSince: number;
  private servingSince: number | null = null;

  constructor(
    readonly name: string,
    private currentRecord: SlotSettings,
    private readonly clock: Clock,
    private readonly observer: SlotObserver,
  ) {
    this.settledSince = clock.now();
    this.admission = new Admission(currentRecord.parallel, clock, {
      isOpen: () => isDispatchable(this.settled),
      changed: () => this.stir(),
    });
  }

  get record(): SlotSettings {
    return this.currentRecord;
  }

  set record(record: SlotSettings) {
    this.currentRecord = record;
    if (!this.loaded) this.admission.setPlaces(record.parallel);
  }

  /** The model has been loaded as `record` says, and answers at `endpoint`. */
  holds(record: SlotSettings, endpoint: RuntimeEndpoint): void {
    this.loaded = record;
    this.endpoint = endpoint;
    this.admission.setPlaces(record.parallel);
  }

  /** Serving is what a ready slot does while it holds leases; it is never stored. */
  get state(): SlotState {
    return this.admission.active > 0 && isDispatchable(this.settled) ? 'serving' : this.settled;
  }

  /** Epoch milliseconds at which the slot entered its state. */
  get since(): number {
    return this.state === 'serving' ? (this.servingSince ?? this.settledSince) : this.settledSince;
  }

  /** Whether the record has changed in a way that concerns the model that is loaded. */
  get isOutdated(): boolean {
    return this.isOutdatedBy(this.record);
  }

  /** Whether another record would concern the model that is loaded. */
  isOutdatedBy(record: SlotSettings): boolean {
    const { loaded } = this;
    return loaded !== null && (!record.enabled || LOAD_OPTIONS.some((option) => loaded[option] !== record[option]));
  }

  /** @throws SlotIllegalTransitionError for an edge that the state machine does not have */
  moveTo(next: SlotState, reason: string | null, error: Hal0Error | null = null): void {
    const from = this.state;
    if (!canMove(from, next)) throw new SlotIllegalTransitionError(this.name, from, next);
    this.settled = next;
    this.settledSince = this.clock.now();
    this.reason = reason;
    this.error = error;
    if (!isDispatchable(next)) this.endpoint = null;
    if (next === 'offline') this.loaded = null;
    this.observer.moved(this, from);
    this.admission.grantTurns();
  }

  /** Takes the figures of a request that has ended into account. */
  finished(figures: RequestFigures): void {
    this.requests += 1;
    this.latest = figures;
    this.lastUsedAt = this.clock.now();
    this.observer.stirred(this);
  }

  private stir(): void {
    if (this.admission.active === 0) this.servingSince = null;
    else if (this.servingSince === null) {
      this.servingSince = this.clock.now();
      if (this.settled === 'idle') this.settled = 'ready';
    }
    this.observer.stirred(this);
  }
}

import type { SlotSettings } from '@hal0/config';
import type { Clock, Hal0Error, RequestRecord } from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import { Admission } from './admission/admission.js';
import { SlotMeter } from './metrics/slot-meter.js';
import type { BackendAvailability, RuntimeEndpoint } from './ports/inference-runtime.port.js';
import { copyOf } from './residency/copy-of.js';
import type { Blocker } from './residency/residency.types.js';
import { canMove, isDispatchable, type SlotState } from './slot-state.js';
import { SlotIllegalTransitionError } from './slot.errors.js';

/** Who is told when something about a slot changes. */
export interface SlotObserver {
  /** The slot has left `from`. */
  moved(slot: Slot, from: SlotState): void;
  /** Active or queued requests or figures have changed; called for every request, so it must be cheap. */
  stirred(slot: Slot): void;
  /** The last request being served has ended; called for nearly every request, so it must be cheap. */
  rested(slot: Slot): void;
}

/** What a slot in the line of loads waits for. */
export interface SlotWait {
  phase: 'waiting_for_room' | 'waiting_for_load';
  reason: string;
  /** 1 = next. */
  position: number;
  blockers: readonly Blocker[];
}

/** One named inference target at run time: its record, its state and its places. */
export class Slot {
  readonly admission: Admission;
  readonly meter: SlotMeter;
  /** Where the loaded model answers; null while none is loaded. */
  endpoint: RuntimeEndpoint | null = null;
  /** The record as it was when the model was loaded; null while none is. */
  loaded: SlotSettings | null = null;
  error: Hal0Error | null = null;
  reason: string | null = null;
  /** It was loaded and nobody has let it go on purpose, so a new start of hal0 brings it back. Kept in state.json. */
  resident = false;
  /** Process of the model's own server; null while unknown. */
  pid: number | null = null;
  /** MiB that the loaded model takes, as measured last; null while unknown. */
  memoryMib: number | null = null;
  /** MiB that the model is estimated to take; null while unknown. */
  needMib: number | null = null;
  /** Whether there is a program that runs the model on the slot's device; null while unknown. */
  backend: BackendAvailability | null = null;
  /** Epoch milliseconds of the end of the latest request; null before the first. */
  lastUsedAt: number | null = null;
  /** Monotonic milliseconds at which the model was loaded; 0 before. */
  loadedAt = 0;
  private settled: SlotState = 'offline';
  private settledSince: number;
  /** Monotonic milliseconds; null while no request is served. */
  private servingSince: number | null = null;
  private restedAt = 0;
  private exchanged = false;
  private closed = false;
  private open = false;
  private currentWait: SlotWait | null = null;

  constructor(
    readonly name: string,
    private currentRecord: SlotSettings,
    private readonly clock: Clock,
    private readonly observer: SlotObserver,
  ) {
    this.settledSince = clock.now();
    this.meter = new SlotMeter(clock);
    this.admission = new Admission(currentRecord.parallel, clock, {
      isOpen: () => this.open,
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

  /** Other files have taken the place of those of the model that is loaded, or is being loaded. */
  outdate(): void {
    this.exchanged = this.loaded !== null || this.settled === 'warming';
  }

  /** What is loaded, or is being loaded, stands in other files by now. */
  get isExchanged(): boolean {
    return this.exchanged;
  }

  /** The model has been loaded as `record` says, and answers at `endpoint`. */
  holds(record: SlotSettings, endpoint: RuntimeEndpoint): void {
    this.loaded = record;
    this.endpoint = endpoint;
    this.loadedAt = this.clock.monotonic();
    this.restedAt = this.loadedAt;
    this.admission.setPlaces(record.parallel);
  }

  /** Serving is what a ready slot does while it holds leases; it is never stored. */
  get state(): SlotState {
    return this.admission.active > 0 && isDispatchable(this.settled) ? 'serving' : this.settled;
  }

  /** Epoch milliseconds at which the slot entered its state. */
  get since(): number {
    if (this.state !== 'serving' || this.servingSince === null) return this.settledSince;
    return this.clock.now() - Math.round(this.clock.monotonic() - this.servingSince);
  }

  /** Monotonic milliseconds since when nobody has used the loaded model. */
  get quietSince(): number {
    return this.admission.active > 0 ? this.clock.monotonic() : this.restedAt;
  }

  /** Nobody is served and nobody waits. */
  get isQuiet(): boolean {
    return this.admission.active === 0 && this.admission.queued === 0;
  }

  /** New requests have to wait, because another slot is to have the room next. */
  get gated(): boolean {
    return this.closed;
  }

  set gated(closed: boolean) {
    if (this.closed === closed) return;
    this.closed = closed;
    this.open = isDispatchable(this.settled) && !closed;
    this.observer.stirred(this);
    this.admission.grantTurns();
  }

  /** What it waits for in the line of loads; null when it does not stand in it. */
  get wait(): SlotWait | null {
    return this.currentWait;
  }

  set wait(wait: SlotWait | null) {
    if (isDeepStrictEqual(this.currentWait, wait)) return;
    this.currentWait = wait;
    this.observer.stirred(this);
  }

  /** Whether the record, or the files of the model, have changed in a way that concerns the model that is loaded. */
  get isOutdated(): boolean {
    return this.exchanged || this.isOutdatedBy(this.record);
  }

  /** Whether another record would concern the model that is loaded. */
  isOutdatedBy(record: SlotSettings): boolean {
    const { loaded } = this;
    return loaded !== null && loaded !== record && (!record.enabled || copyOf(loaded) !== copyOf(record));
  }

  /** @throws SlotIllegalTransitionError for an edge that the state machine does not have */
  moveTo(next: SlotState, reason: string | null, error: Hal0Error | null = null): void {
    const from = this.state;
    if (!canMove(from, next)) throw new SlotIllegalTransitionError(this.name, from, next);
    this.settled = next;
    this.settledSince = this.clock.now();
    this.reason = reason;
    this.error = error;
    this.open = isDispatchable(next) && !this.closed;
    if (!isDispatchable(next)) this.endpoint = null;
    if (next === 'warming') this.exchanged = false;
    if (next === 'ready') this.resident = true;
    if (next === 'offline' || next === 'error') this.forgetModel();
    this.observer.moved(this, from);
    this.admission.grantTurns();
  }

  /** Its model is not to come back by itself any more. */
  letGo(): void {
    if (!this.resident) return;
    this.resident = false;
    // One that is being unloaded is about to tell of it anyway.
    if (this.settled === 'offline' || this.settled === 'error') this.observer.moved(this, this.state);
  }

  /** What was found out about the slot's model, loaded or not. */
  tellFacts(backend: BackendAvailability | null, needMib: number | null): void {
    if (needMib === this.needMib && isDeepStrictEqual(backend, this.backend)) return;
    this.backend = backend;
    this.needMib = needMib;
    this.observer.stirred(this);
  }

  /** Takes a request into account that has ended, however it did. */
  finished(record: RequestRecord): void {
    this.meter.ended(record);
    this.lastUsedAt = this.clock.now();
    this.observer.stirred(this);
  }

  private forgetModel(): void {
    this.loaded = null;
    this.exchanged = false;
    this.pid = null;
    this.memoryMib = null;
    this.admission.setPlaces(this.currentRecord.parallel);
  }

  private stir(): void {
    if (this.admission.active === 0) {
      this.servingSince = null;
      this.restedAt = this.clock.monotonic();
      this.observer.stirred(this);
      this.observer.rested(this);
      return;
    }
    if (this.servingSince === null) {
      this.servingSince = this.clock.monotonic();
      if (this.settled === 'idle') this.settled = 'ready';
    }
    this.observer.stirred(this);
  }
}

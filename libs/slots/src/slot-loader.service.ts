import type { SlotSettings } from '@hal0/config';
import { LemonadeUnavailableError } from '@hal0/lemonade';
import { Clock, Hal0Error } from '@hal0/platform';
import { RegistryService, type Model } from '@hal0/registry';
import { Injectable, Logger } from '@nestjs/common';
import { InferenceRuntime, type RuntimeEndpoint } from './ports/inference-runtime.port.js';
import type { Slot } from './slot.js';
import { isDispatchable } from './slot-state.js';
import {
  SlotDisabledError,
  SlotIllegalTransitionError,
  SlotInUseError,
  SlotLoadFailedError,
  SlotWithdrawnError,
  SlotWithoutModelError,
} from './slot.errors.js';

/** Loading a large model from a slow disk takes minutes, and so does fetching a runtime for the first time. */
const LOAD_DEADLINE_MS = 15 * 60_000;
const LOAD_ATTEMPTS = 3;
/** The supervisor hears of a dead runtime a little later than whoever spoke to it. */
const REGROUP_MS = 500;

/**
 * Brings models in and out. One start per slot, however many requests wait for it, and one load or unload at a time
 * over all slots: lemond evicts everything when two loads collide (Lemonade contract, 3.4 and 14).
 */
@Injectable()
export class SlotLoader {
  private readonly logger = new Logger('Slots');
  private readonly starting = new Map<Slot, Promise<void>>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly registry: RegistryService,
    private readonly runtime: InferenceRuntime,
    private readonly clock: Clock,
  ) {}

  /** Whether the slot is being started, or stands in line for it. */
  isStarting(slot: Slot): boolean {
    return this.starting.has(slot);
  }

  /**
   * Starts loading unless that is under way, and resolves when the model is loaded. The start belongs to the slot, not to
   * the caller that asked first: a caller that goes away fails nobody.
   * @throws SlotDisabledError, SlotWithoutModelError at once; rejects with the reason why the model could not be loaded
   */
  begin(slot: Slot, reason: string): Promise<void> {
    if (isDispatchable(slot.state)) return Promise.resolve();
    const underWay = this.starting.get(slot);
    if (underWay) return underWay;
    if (!slot.record.enabled) throw new SlotDisabledError(slot.name);
    if (!slot.record.model) throw new SlotWithoutModelError(slot.name);
    if (slot.state !== 'unloading') slot.moveTo('starting', reason);
    const start = this.inTurn(() => this.start(slot, reason)).finally(() => this.starting.delete(slot));
    // The slot's state tells of a failure, also when no caller is left to hear it.
    start.catch(() => undefined);
    this.starting.set(slot, start);
    return start;
  }

  /**
   * Resolves when the model is gone; a slot that has none loaded is a success.
   * @throws SlotInUseError while requests are being served
   * @throws SlotIllegalTransitionError while the slot is being started
   */
  unload(slot: Slot, reason: string): Promise<void> {
    if (this.isStarting(slot))
      return Promise.reject(new SlotIllegalTransitionError(slot.name, slot.state, 'unloading'));
    if (slot.state === 'serving') return Promise.reject(new SlotInUseError(slot.name, slot.admission.active));
    if (slot.state === 'error') slot.moveTo('offline', reason);
    if (!isDispatchable(slot.state)) return this.inTurn(() => Promise.resolve());
    slot.moveTo('unloading', reason);
    slot.admission.refuseAll(new SlotWithdrawnError(slot.name, reason));
    return this.inTurn(() => this.finishUnload(slot, reason));
  }

  /** Brings a loaded model in line with its slot's record: out, and in again unless the slot has been disabled. */
  async renew(slot: Slot, reason: string): Promise<void> {
    await this.unload(slot, reason);
    if (slot.record.enabled && slot.record.model) await this.begin(slot, reason);
  }

  private async start(slot: Slot, reason: string): Promise<void> {
    const deadline = AbortSignal.timeout(LOAD_DEADLINE_MS);
    try {
      if (slot.state !== 'starting') slot.moveTo('starting', reason);
      const model = this.registry.get(slot.record.model);
      await this.registry.checkFile(model.id);
      await this.runtime.whenRunning(deadline);
      slot.moveTo('warming', `loading ${model.id}`);
      const record = slot.record;
      slot.holds(record, await this.loadPatiently(record, model, deadline));
      slot.moveTo('ready', reason);
    } catch (cause) {
      const error = cause instanceof Hal0Error ? cause : new SlotLoadFailedError(slot.name, cause);
      this.logger.warn(`Slot ${slot.name} did not load: ${error.message}`);
      slot.moveTo('error', error.message, error);
      slot.admission.refuseAll(error);
      throw error;
    }
  }

  /** A runtime that goes away while it loads is brought back by its supervisor; the load then begins anew. */
  private async loadPatiently(record: SlotSettings, model: Model, deadline: AbortSignal): Promise<RuntimeEndpoint> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.runtime.load(record, model, deadline);
      } catch (error) {
        if (!(error instanceof LemonadeUnavailableError) || attempt === LOAD_ATTEMPTS) throw error;
        await this.clock.sleep(REGROUP_MS, deadline);
        await this.runtime.whenRunning(deadline);
      }
    }
  }

  private async finishUnload(slot: Slot, reason: string): Promise<void> {
    try {
      if (slot.loaded) await this.runtime.unload(slot.loaded.model);
      slot.moveTo('offline', reason);
    } catch (cause) {
      const error = cause instanceof Hal0Error ? cause : new SlotLoadFailedError(slot.name, cause);
      slot.moveTo('error', error.message, error);
      throw error;
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

import type { SlotSettings } from '@hal0/config';
import { Clock, Hal0Error } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { RuntimeEndpoint } from '../ports/inference-runtime.port.js';
import { isDispatchable } from '../slot-state.js';
import { SlotInUseError, SlotLoadFailedError, SlotUnloadedError } from '../slot.errors.js';
import type { Slot } from '../slot.js';
import { ResidentAccounts } from './resident-accounts.service.js';
import { RuntimeOrders } from './runtime-orders.service.js';

/** A model that the runtime would not let go of is not tried again at once by those who try on their own. */
const RETRY_MS = 30_000;

interface Departure {
  slot: Slot;
  reason: string;
  record: SlotSettings | null;
  endpoint: RuntimeEndpoint | null;
  outcome: PromiseWithResolvers<undefined>;
}

/**
 * Takes models out. It has two parts: the slot stops to admit at once, and the runtime hears of it when it is its turn.
 * Nothing else in hal0 unloads a slot, so what is refused here never happens.
 */
@Injectable()
export class Departures {
  private readonly logger = new Logger('Slots');
  private readonly pending: Departure[] = [];
  /** Models that are loaded and that no slot holds. */
  private readonly strays: string[] = [];
  private readonly failedAt = new WeakMap<Slot, number>();

  constructor(
    private readonly accounts: ResidentAccounts,
    private readonly orders: RuntimeOrders,
    private readonly clock: Clock,
  ) {}

  get isEmpty(): boolean {
    return this.pending.length === 0 && this.strays.length === 0;
  }

  /** Whether it makes sense to try on one's own, without anybody having asked. */
  mayTry(slot: Slot): boolean {
    const failedAt = this.failedAt.get(slot);
    return failedAt === undefined || this.clock.monotonic() - failedAt >= RETRY_MS;
  }

  /**
   * Closes the slot, and resolves when its model is gone. With `force` the requests being served end with an error.
   * @throws SlotInUseError at once while requests are being served, by it or by what lives in its process
   */
  begin(slot: Slot, reason: string, force = false): Promise<void> {
    const shadows = this.accounts.shadows(slot).filter(({ state }) => isDispatchable(state));
    const served = [slot, ...shadows].reduce((sum, { admission }) => sum + admission.active, 0);
    if (served && !force) throw new SlotInUseError(slot.name, served);
    const { loaded: record, endpoint } = slot;
    slot.moveTo('unloading', reason);
    for (const shadow of shadows) shadow.moveTo('offline', reason);
    for (const { name, admission } of [slot, ...shadows]) admission.revokeAll(new SlotUnloadedError(name, reason));
    const outcome = Promise.withResolvers<undefined>();
    outcome.promise.catch(() => undefined);
    this.pending.push({ slot, reason, record, endpoint, outcome });
    return outcome.promise;
  }

  /** A model that no slot holds is to be taken out. */
  addStray(model: string): void {
    if (!this.strays.includes(model)) this.strays.push(model);
  }

  /** Has the runtime let go of the one that has waited longest. To be called by whoever hands out turns. */
  async finishNext(): Promise<void> {
    const next = this.pending.shift();
    if (!next) return this.removeNextStray();
    const { slot, reason, record, outcome } = next;
    try {
      if (record && !this.accounts.sharers(slot).length) await this.orders.unload(slot.name, record.model);
      slot.moveTo('offline', reason);
      outcome.resolve(undefined);
    } catch (cause) {
      const error = cause instanceof Hal0Error ? cause : new SlotLoadFailedError(slot.name, cause);
      if (await this.tookBack(next, error)) outcome.reject(error);
      else outcome.resolve(undefined);
    }
  }

  private async removeNextStray(): Promise<void> {
    const model = this.strays.shift();
    if (!model || this.accounts.holders().some(({ loaded }) => loaded?.model === model)) return;
    this.logger.log(`Unloading ${model}: it is loaded, and no slot holds it`);
    try {
      await this.orders.unload(model, model);
    } catch (error) {
      this.logger.warn(`${model} did not unload: ${(error as Error).message}`);
    }
  }

  /** Whether the model is still there in spite of the order; then the slot serves on. */
  private async tookBack({ slot, reason, record, endpoint }: Departure, error: Hal0Error): Promise<boolean> {
    const present = await this.orders.present();
    if (!record || !endpoint || (present && !present.has(record.model))) {
      slot.moveTo('offline', reason);
      return false;
    }
    this.logger.warn(`Slot ${slot.name} did not unload: ${error.message}`);
    this.failedAt.set(slot, this.clock.monotonic());
    const { isExchanged } = slot;
    slot.moveTo('error', error.message, error);
    slot.holds(record, endpoint);
    if (isExchanged) slot.outdate();
    slot.moveTo('ready', `it could not be unloaded: ${error.message}`);
    return true;
  }
}

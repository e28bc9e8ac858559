import { LemonadeUnavailableError } from '@hal0/lemonade';
import { Clock, Hal0Error } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { NpuTrio } from '../npu/npu-trio.service.js';
import { isDispatchable } from '../slot-state.js';
import { SlotTable } from '../slot-table.js';
import { SlotLoadFailedError, SlotWithdrawnError } from '../slot.errors.js';
import type { Slot } from '../slot.js';
import { Departures } from './departures.service.js';
import { LoadChecks } from './load-checks.service.js';
import { LoadFaults } from './load-faults.service.js';
import { ResidencyInputs } from './residency-inputs.service.js';
import type { MemoryState } from './residency.types.js';
import { ResidentAccounts } from './resident-accounts.service.js';
import { Restoration } from './restoration.service.js';
import { RuntimeOrders } from './runtime-orders.service.js';
import { TurnPlanner, type Step } from './turn-planner.service.js';
import { WantDesk } from './want-desk.service.js';
import type { Want } from './want-line.js';

/** A slot that short requests come and go in is not looked at after each of them. */
const GLANCE_MS = 50;
const ATTEMPTS = 3;
/** The supervisor hears of a dead runtime a little later than whoever spoke to it. */
const REGROUP_MS = 500;
const CONFIGURATION_CHANGED = 'its configuration changed';

/**
 * The one place from which orders go to the runtime, one at a time. Before each of them everything is decided anew, so
 * that nothing is ever done on an answer from before the last order.
 */
@Injectable()
export class ResidencyWorker {
  private readonly logger = new Logger('Slots');
  private working = false;
  private again = false;
  private lastLookAt = -Infinity;
  private cancelGlance: (() => void) | undefined;
  private cancelAlarm: (() => void) | undefined;
  private orderCount = 0;
  private ordering = false;
  private pauses = 0;

  constructor(
    private readonly table: SlotTable,
    private readonly accounts: ResidentAccounts,
    private readonly inputs: ResidencyInputs,
    private readonly checks: LoadChecks,
    private readonly planner: TurnPlanner,
    private readonly desk: WantDesk,
    private readonly departures: Departures,
    private readonly orders: RuntimeOrders,
    private readonly faults: LoadFaults,
    private readonly trio: NpuTrio,
    private readonly clock: Clock,
    private readonly restoration: Restoration,
  ) {}

  /** Orders that have gone to the runtime; null while one is under way. Equal numbers mean that none went between them. */
  get orderMark(): number | null {
    return this.ordering ? null : this.orderCount;
  }

  /** Something has changed that may let somebody in line go. */
  look(): void {
    this.again = true;
    if (!this.working) void this.work();
  }

  /** The same, for something that changes thousands of times a second. */
  glance(): void {
    if (this.cancelGlance) return;
    const wait = this.lastLookAt + GLANCE_MS - this.clock.monotonic();
    if (wait <= 0) return this.look();
    this.cancelGlance = this.clock.schedule(() => {
      this.cancelGlance = undefined;
      this.look();
    }, wait);
  }

  /** No order goes to the runtime until the returned function is called. One that is under way is not held up. */
  pause(): () => void {
    this.pauses += 1;
    return () => {
      this.pauses -= 1;
      this.look();
    };
  }

  /** Unloads a slot, and puts it in line again if its record says so. @throws SlotInUseError */
  sendAway(slot: Slot, force = false): void {
    const { record } = slot;
    const comesBack = this.table.isConfigured(slot) && record.enabled && record.model !== '';
    void this.departures.begin(slot, CONFIGURATION_CHANGED, force);
    if (!comesBack) slot.letGo();
    if (comesBack) void this.desk.enlist(slot, { cause: 'operator', reason: CONFIGURATION_CHANGED });
    else slot.admission.refuseAll(new SlotWithdrawnError(slot.name, CONFIGURATION_CHANGED));
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      while (this.again) {
        this.again = false;
        this.lastLookAt = this.clock.monotonic();
        while (await this.act());
      }
    } catch (error) {
      // Whoever waits stays in line; the next look tries anew.
      this.logger.error(error);
    } finally {
      this.working = false;
    }
  }

  /** Gives at most one order. False when there is nothing to be done now. */
  private async act(): Promise<boolean> {
    this.desk.rememberWaiters();
    const busy = this.sendOutdatedAway();
    if (this.pauses) return false;
    if (!this.departures.isEmpty) {
      await this.order(() => this.departures.finishNext());
      this.faults.forgivePassing();
      return true;
    }
    const memory = this.desk.line.isEmpty ? undefined : await this.prepare();
    if (!this.departures.isEmpty) return true;
    if (this.pauses) return false;
    if (!memory) {
      this.close(new Set(busy));
      return false;
    }
    // Whoever came meanwhile before others in line is not to be passed by.
    if (this.desk.line.all().some((want) => want.checked?.record !== want.slot.record)) return true;
    // No await from here to the first state that changes.
    const { step, dismissals, closed, nextAt } = this.planner.next(this.desk.line, memory);
    for (const { want, error, reason } of dismissals) {
      if (error) this.desk.refuse(want, error);
      else this.desk.letGo(want, `there is no room for it any more: ${reason}`);
    }
    this.close(new Set([...busy, ...closed]));
    this.setAlarm(nextAt);
    if (step) await this.order(() => this.perform(step));
    return step !== null || dismissals.length > 0;
  }

  /** Everything that takes time to find out. Undefined when nobody in line is left to decide about. */
  private async prepare(): Promise<MemoryState | undefined> {
    const { line } = this.desk;
    // An unloaded slot that is to come back starts here; one that was found loaded has nothing to wait for.
    for (const want of line.all()) {
      const { slot } = want;
      if (isDispatchable(slot.state)) this.desk.grant(want);
      else if (slot.state === 'offline' || slot.state === 'error') slot.moveTo('starting', want.reason);
    }
    try {
      await this.orders.untilRunning();
    } catch (cause) {
      for (const want of line.all()) this.desk.refuse(want, toHal0Error(want.slot, cause));
      return undefined;
    }
    for (const want of line.all()) {
      try {
        await this.checks.pass(want);
      } catch (cause) {
        if (line.has(want)) this.desk.refuse(want, toHal0Error(want.slot, cause));
      }
    }
    return line.isEmpty ? undefined : this.inputs.memory();
  }

  private perform(step: Step): Promise<void> {
    return step.kind === 'evict' ? this.evict(step) : this.load(step);
  }

  private async evict({ want, victim, reason }: Extract<Step, { kind: 'evict' }>): Promise<void> {
    victim.letGo();
    const gone = this.departures.begin(victim, `made room for slot ${want.slot.name}: ${reason}`, want.force);
    await this.departures.finishNext();
    try {
      await gone;
    } catch (cause) {
      if (this.desk.line.has(want)) this.desk.refuse(want, toHal0Error(want.slot, cause));
    }
  }

  private async load({ want, wanted, shares }: Extract<Step, { kind: 'load' }>): Promise<void> {
    const { slot } = want;
    const { record } = slot;
    const others = this.accounts.holders().filter(({ state }) => isDispatchable(state));
    this.desk.line.begin(want);
    slot.moveTo('warming', shares ? `shares the model of slot ${shares.name}` : `loading ${record.model}`);
    try {
      const endpoint = shares?.endpoint ?? (await this.orders.load(slot.name, record));
      this.accounts.note(slot, wanted.needMib);
      slot.holds(record, endpoint);
      if (shares?.isExchanged) slot.outdate();
      this.faults.loaded(slot);
      slot.moveTo('ready', want.reason);
      this.desk.grant(want);
    } catch (cause) {
      const passes = cause instanceof LemonadeUnavailableError || slot.isExchanged;
      if (passes && want.attempts < ATTEMPTS) return this.tryAgain(want, toHal0Error(slot, cause));
      this.desk.refuse(want, toHal0Error(slot, cause));
    }
    if (!shares)
      await this.lookAfter(
        others,
        `the load of ${record.model} for slot ${slot.name} made the runtime throw out others`,
      );
    if (record.device === 'npu') await this.trio.follow(this.table.all());
  }

  /**
   * A runtime that goes away while it loads is brought back by its supervisor, and a model that was exchanged has other files
   * by now; then the want is decided anew.
   */
  private async tryAgain(want: Want, { message }: Hal0Error): Promise<void> {
    want.slot.moveTo('offline', message);
    want.slot.moveTo('starting', want.reason);
    this.desk.line.beginAnew(want);
    await this.clock.sleep(REGROUP_MS);
  }

  /** Also after a load that succeeded: it may have done so at the second attempt, after everything else was thrown out. */
  private async lookAfter(others: readonly Slot[], cause: string): Promise<void> {
    const present = others.length ? await this.orders.present() : undefined;
    // A runtime that does not answer has gone itself, and that is another matter.
    if (present) this.restoration.bringBack(others, present, cause);
  }

  /**
   * Unloads what the record has moved away from, or what is no longer configured, and puts it in line again with what the
   * record says now. One that is serving admits nobody new until it has done; those are returned. Files that were exchanged
   * are read only when nobody is left who holds the old ones, so that those who share them go together.
   */
  private sendOutdatedAway(): readonly Slot[] {
    const outdated = this.table.all().filter((slot) => slot.isOutdated);
    return [...outdated, ...this.table.departing()].filter((slot) => {
      if (!isDispatchable(slot.state) || this.trio.isShadow(slot.record)) return false;
      const together = slot.isExchanged ? [slot, ...this.accounts.sharers(slot)] : [slot];
      if (together.some(({ admission }) => admission.active)) return true;
      if (this.departures.mayTry(slot)) this.sendAway(slot);
      return false;
    });
  }

  private async order(give: () => Promise<void>): Promise<void> {
    this.ordering = true;
    this.orderCount += 1;
    try {
      await give();
    } finally {
      this.ordering = false;
    }
  }

  private close(closed: ReadonlySet<Slot>): void {
    for (const slot of [...this.table.all(), ...this.table.departing()]) slot.gated = closed.has(slot);
  }

  private setAlarm(at: number | null): void {
    this.cancelAlarm?.();
    this.cancelAlarm = at === null ? undefined : this.clock.schedule(() => this.look(), at - this.clock.monotonic());
  }
}

function toHal0Error({ name }: Slot, cause: unknown): Hal0Error {
  return cause instanceof Hal0Error ? cause : new SlotLoadFailedError(name, cause);
}

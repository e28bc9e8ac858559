import { ConfigChangedEvent } from '@hal0/config';
import { AuditEvent, Clock, EventBus, type AuditActor } from '@hal0/platform';
import { RegistryChangedEvent, RegistryService } from '@hal0/registry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import type { Lease } from './admission/lease.js';
import type { CreateSlotDto } from './http/create-slot.dto.js';
import type { SlotQueueDto } from './http/slot-queue.dto.js';
import type { SlotDto } from './http/slot.dto.js';
import type { UpdateSlotDto } from './http/update-slot.dto.js';
import { ModelExchanges } from './model-exchanges.js';
import { NpuSlotsEvent } from './npu/npu-slots.event.js';
import { NpuTrio } from './npu/npu-trio.service.js';
import type { RuntimeEndpoint } from './ports/inference-runtime.port.js';
import { SlotRecords } from './record/slot-records.js';
import { LoadHistory } from './residency/load-history.js';
import { ResidencyService } from './residency/residency.service.js';
import { SlotAnnouncer } from './slot-announcer.service.js';
import type { SlotIndex } from './slot-index.js';
import { SlotStateFile } from './slot-state-file.js';
import { isDispatchable } from './slot-state.js';
import { SlotTable } from './slot-table.js';
import { toSlotQueueDto } from './slot-view.js';
import { SlotViews } from './slot-views.service.js';
import { SlotBusyError, SlotInUseError, SlotLoadingError } from './slot.errors.js';
import { Slot, type SlotObserver } from './slot.js';

export interface SlotOperation {
  /** Requests under way end with an error instead of being waited for. */
  force?: boolean;
  actor?: AuditActor;
}

/** The one door to slots, for the API, the command line and agents alike. */
@Injectable()
export class SlotsService implements OnModuleInit {
  private readonly observer: SlotObserver;
  private readonly exchanges = new ModelExchanges();

  constructor(
    private readonly table: SlotTable,
    private readonly records: SlotRecords,
    private readonly residency: ResidencyService,
    private readonly trio: NpuTrio,
    private readonly announcer: SlotAnnouncer,
    private readonly views: SlotViews,
    private readonly stateFile: SlotStateFile,
    private readonly registry: RegistryService,
    private readonly clock: Clock,
    private readonly events: EventBus,
    private readonly history: LoadHistory,
  ) {
    this.observer = {
      moved: (slot, from) => announcer.moved(slot, from),
      stirred: (slot) => announcer.stirred(slot),
      rested: (slot) => residency.rested(slot),
    };
  }

  onModuleInit(): void {
    this.adopt();
    this.exchangedModels();
    for (const slot of this.all()) this.stateFile.restore(slot);
    this.registry.addReferences({
      referrers: (id) => this.with(id).map(({ name }) => name),
      release: (id) => this.takeFrom(this.with(id)),
    });
  }

  /** All slots, in the order of the record; seeded ones first. */
  all(): readonly Slot[] {
    return this.table.all();
  }

  index(): SlotIndex {
    return this.table.index();
  }

  list(): SlotDto[] {
    return this.all().map((slot) => this.views.of(slot));
  }

  /** @throws SlotNotFoundError */
  get(name: string): SlotDto {
    return this.views.of(this.table.get(name));
  }

  /** @throws SlotNotFoundError */
  queue(name: string): SlotQueueDto {
    return toSlotQueueDto(this.table.get(name));
  }

  /** The file and line, or the variable, that holds a field of a slot, so that it cannot be configured; null when none does. */
  holderOf(name: string, field: keyof UpdateSlotDto): string | null {
    return this.records.holderOf(name, field);
  }

  /** A place in the slot if it is ready and free now. */
  tryAcquire(slot: Slot): Lease | undefined {
    return slot.admission.tryEnter();
  }

  /** Seconds until the model is there if nothing has to leave for it, going by its latest load; null when nobody can tell. */
  secondsToLoad({ record, state, since, wait }: Slot): number | null {
    const whole = this.history.loadSeconds(record.model, record.device);
    if (whole === null || wait) return null;
    const isUnderWay = state === 'starting' || state === 'warming';
    const left = isUnderWay ? whole - (this.clock.now() - since) / 1_000 : whole;
    return left > 0 ? left : null;
  }

  /** Nothing answers at `endpoint` any more; said by whoever tried. Ignored when the slot has been loaded anew since. */
  reportLost(slot: Slot, endpoint: RuntimeEndpoint): void {
    if (slot.endpoint === endpoint) this.residency.lost(slot, 'the model server stopped answering');
  }

  /**
   * A place when the model has been loaded and it is this request's turn. Rejects with the reason why there will be
   * none, or with the signal's reason.
   */
  async waitForTurn(slot: Slot, signal: AbortSignal, requestId: string | null = null): Promise<Lease> {
    // Whoever does not wait is told to come back, and finds the slot loaded then.
    void this.residency.want(slot, { cause: 'request', reason: 'a request asked for it', standing: signal.aborted });
    try {
      return await slot.admission.wait(signal, requestId);
    } catch (error) {
      if (signal.aborted)
        this.residency.abandoned(slot, error instanceof SlotLoadingError || error instanceof SlotBusyError);
      throw error;
    }
  }

  /**
   * Starts loading and returns at once; the events tell how it goes. With a `model` the slot's record is changed to it first.
   * @throws SlotNotFoundError, SlotDisabledError, SlotWithoutModelError, and with a model what {@link configure} throws
   */
  async load(name: string, { model, ...how }: SlotOperation & { model?: string } = {}): Promise<SlotDto> {
    const slot = this.table.get(name);
    if (model !== undefined && model !== slot.record.model) await this.configure(name, { model }, how.actor, how.force);
    const loaded = this.residency.want(slot, {
      cause: 'operator',
      reason: 'an operator asked for it',
      force: how.force,
    });
    this.audit('slot.load', name, loaded, how.actor);
    return this.views.of(slot);
  }

  /** Starts loading and resolves when the model is there. */
  async loaded(name: string): Promise<SlotDto> {
    const slot = this.table.get(name);
    await this.residency.want(slot, { cause: 'operator', reason: 'hal0 was started with it' });
    return this.views.of(slot);
  }

  /**
   * Begins to unload and returns at once.
   * @throws SlotNotFoundError, SlotInUseError while requests are being served, SlotIllegalTransitionError while it is loaded,
   * NpuSharedProcessError
   */
  unload(name: string, { force, actor }: SlotOperation = {}): SlotDto {
    const slot = this.table.get(name);
    this.trio.refuseAlone(slot, this.all());
    this.audit('slot.unload', name, this.residency.unload(slot, { reason: 'an operator asked for it', force }), actor);
    return this.views.of(slot);
  }

  /**
   * Begins to load the model anew, or for the first time, and returns at once.
   * @throws SlotNotFoundError, SlotInUseError, SlotDisabledError, SlotWithoutModelError, NpuSharedProcessError
   */
  restart(name: string, { force, actor }: SlotOperation = {}): SlotDto {
    const slot = this.table.get(name);
    this.trio.refuseAlone(slot, this.all());
    const restarted = this.residency.restart(slot, { reason: 'an operator asked for a restart', force });
    this.audit('slot.restart', name, restarted, actor);
    return this.views.of(slot);
  }

  /**
   * Adds a slot to the record; nothing is loaded.
   * @throws SlotExistsError, SlotConfigError, SlotNpuExclusivityError, ModelNotFoundError, ConfigInvalidError
   */
  async create(slot: CreateSlotDto, actor: AuditActor = 'operator'): Promise<SlotDto> {
    await this.records.create(slot, actor);
    this.follow();
    return this.get(slot.name);
  }

  /**
   * Unloads a slot and takes it off the record; its model stays.
   * @throws SlotNotFoundError, SlotInUseError, SlotConfigError for a seeded slot, or one that a person's own file brings
   */
  async remove(name: string, actor: AuditActor = 'operator'): Promise<void> {
    const slot = this.table.get(name);
    this.records.requireRemovable(name);
    if (slot.state === 'serving') throw new SlotInUseError(name, slot.admission.active);
    if (isDispatchable(slot.state)) await this.residency.unload(slot, { reason: 'it is being removed' });
    await this.records.remove(name, actor);
    this.follow();
  }

  /**
   * Changes the record of a slot. A loaded model that the change concerns is loaded anew.
   * @throws SlotConfigError, SlotNpuExclusivityError, SlotFieldOverriddenError, ModelNotFoundError, ConfigInvalidError;
   * SlotInUseError while requests are being served with what would change, unless forced
   */
  async configure(name: string, patch: UpdateSlotDto, actor: AuditActor = 'operator', force = false): Promise<SlotDto> {
    const slot = this.table.get(name);
    const serves = slot.state === 'serving' && slot.isOutdatedBy(this.records.planned(name, patch));
    if (serves && !force) throw new SlotInUseError(name, slot.admission.active);
    await this.records.change(name, patch, actor);
    this.residency.forgive(slot);
    this.follow();
    if (slot.isOutdated) this.residency.sendAway(slot, force);
    return this.views.of(slot);
  }

  /** Takes over what the configuration and the models say by now, whoever changed it. */
  @OnEvent(ConfigChangedEvent.type)
  @OnEvent(NpuSlotsEvent.type)
  @OnEvent(RegistryChangedEvent.type)
  follow(): void {
    const { changed, removed } = this.adopt();
    for (const slot of removed) this.announcer.forget(slot);
    for (const slot of changed) this.announcer.moved(slot, slot.state);
    const exchanged = this.exchangedModels();
    for (const slot of [...this.all(), ...this.table.holders()]) {
      if (exchanged.has((slot.loaded ?? slot.record).model)) slot.outdate();
    }
    this.residency.reconsider();
  }

  private exchangedModels(): ReadonlySet<string> {
    const models = this.all().map(({ record }) => this.registry.find(record.model));
    return this.exchanges.since(models.filter((model) => model !== undefined));
  }

  private with(model: string): readonly Slot[] {
    return this.all().filter(({ record }) => record.model === model);
  }

  /** The records first: when one cannot be changed, nothing has been unloaded. */
  private async takeFrom(slots: readonly Slot[]): Promise<void> {
    for (const { name } of slots) await this.records.change(name, { model: null }, 'operator');
    const reason = 'its model is being removed';
    for (const slot of slots) {
      if (isDispatchable(slot.state)) await this.residency.unload(slot, { reason, force: true });
    }
    this.follow();
  }

  private adopt() {
    return this.table.adopt(
      this.records.current(),
      (name, record) => new Slot(name, record, this.clock, this.observer),
    );
  }

  private audit(action: string, target: string, work: Promise<unknown>, actor: AuditActor = 'operator'): void {
    const record = { action, target, actor } as const;
    work.then(
      () => this.events.publish(new AuditEvent({ ...record, outcome: 'ok', details: {} })),
      (error: Error) =>
        this.events.publish(new AuditEvent({ ...record, outcome: 'failed', details: { error: error.message } })),
    );
  }
}

import { ConfigChangedEvent, ConfigStore, isSeeded, RESERVED_SLOT_NAMES, SlotSettings } from '@hal0/config';
import { AuditEvent, Clock, EventBus, SAFE_NAME, type AuditActor, type TomlTable } from '@hal0/platform';
import { RegistryService } from '@hal0/registry';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { isDeepStrictEqual } from 'node:util';
import type { Lease } from './admission/lease.js';
import type { CreateSlotDto } from './http/create-slot.dto.js';
import type { SlotDto } from './http/slot.dto.js';
import type { UpdateSlotDto } from './http/update-slot.dto.js';
import type { RuntimeEndpoint } from './ports/inference-runtime.port.js';
import { isOnRecord, toRecordChanges, withoutSlot, withSlot } from './record/record-changes.js';
import { checkRecord } from './record/record-rules.js';
import { SlotAnnouncer } from './slot-announcer.service.js';
import { buildSlotIndex, type SlotIndex } from './slot-index.js';
import { SlotLoader } from './slot-loader.service.js';
import { isDispatchable } from './slot-state.js';
import { toSlotDto } from './slot-view.js';
import { SlotConfigError, SlotExistsError, SlotInUseError, SlotNotFoundError } from './slot.errors.js';
import { Slot } from './slot.js';

/** Names that come to life with an NPU. Source: reference 1.2. */
const NPU_SLOT_NAMES: readonly string[] = ['agent', 'stt-npu', 'embed-npu'];
const CONFIGURATION_CHANGED = 'its configuration changed';

/** The one door to slots, for the API, the command line and agents alike. */
@Injectable()
export class SlotsService implements OnModuleInit {
  private readonly logger = new Logger('Slots');
  private slots = new Map<string, Slot>();
  /** No longer configured, and perhaps still loaded. */
  private readonly removed = new Set<Slot>();
  private currentIndex = buildSlotIndex(this.slots);

  constructor(
    private readonly config: ConfigStore,
    private readonly registry: RegistryService,
    private readonly loader: SlotLoader,
    private readonly announcer: SlotAnnouncer,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.adopt(this.config.current.slots);
    this.registry.addReferences({
      referrers: (id) => this.all().flatMap(({ name, record }) => (record.model === id ? [name] : [])),
    });
  }

  /** All slots, in the order of the record; seeded ones first. */
  all(): readonly Slot[] {
    return [...this.slots.values()];
  }

  index(): SlotIndex {
    return this.currentIndex;
  }

  list(): SlotDto[] {
    return this.all().map(toSlotDto);
  }

  /** @throws SlotNotFoundError */
  get(name: string): SlotDto {
    return toSlotDto(this.slot(name));
  }

  /** A place in the slot if it is ready and free now. */
  tryAcquire(slot: Slot): Lease | undefined {
    return slot.admission.tryEnter();
  }

  /** Nothing answers at `endpoint` any more; said by whoever tried. Ignored when the slot has been loaded anew since. */
  reportLost(slot: Slot, endpoint: RuntimeEndpoint): void {
    if (slot.endpoint === endpoint) slot.moveTo('offline', 'the model server stopped answering');
  }

  /**
   * A place when the model has been loaded and it is this request's turn. Rejects with the reason why there will be
   * none, or with the signal's reason.
   */
  async waitForTurn(slot: Slot, signal: AbortSignal): Promise<Lease> {
    void this.loader.begin(slot, 'a request asked for it');
    return slot.admission.wait(signal);
  }

  /**
   * Starts loading and returns at once; the events tell how it goes.
   * @throws SlotNotFoundError, SlotDisabledError, SlotWithoutModelError
   */
  load(name: string): SlotDto {
    const slot = this.slot(name);
    this.audit('slot.load', name, this.loader.begin(slot, 'an operator asked for it'));
    return toSlotDto(slot);
  }

  /** Starts loading and resolves when the model is there. */
  async loaded(name: string): Promise<SlotDto> {
    const slot = this.slot(name);
    await this.loader.begin(slot, 'hal0 was started with it');
    return toSlotDto(slot);
  }

  /**
   * Begins to unload and returns at once.
   * @throws SlotNotFoundError, SlotInUseError while requests are being served
   */
  unload(name: string): SlotDto {
    const slot = this.idleSlot(name);
    this.audit('slot.unload', name, this.loader.unload(slot, 'an operator asked for it'));
    return toSlotDto(slot);
  }

  /**
   * Begins to load the model anew, or for the first time, and returns at once.
   * @throws SlotNotFoundError, SlotInUseError, SlotDisabledError, SlotWithoutModelError
   */
  restart(name: string): SlotDto {
    const slot = this.idleSlot(name);
    const reason = 'an operator asked for a restart';
    const restart = isDispatchable(slot.state) ? this.loader.renew(slot, reason) : this.loader.begin(slot, reason);
    this.audit('slot.restart', name, restart);
    return toSlotDto(slot);
  }

  /**
   * Adds a slot to the record; nothing is loaded.
   * @throws SlotExistsError, SlotConfigError, ModelNotFoundError, ConfigInvalidError
   */
  async create({ name, type, ...fields }: CreateSlotDto, actor: AuditActor = 'operator'): Promise<SlotDto> {
    if (!SAFE_NAME.test(name))
      throw new SlotConfigError(name, `"${name}" is not a slot name: a-z, 0-9, _ and -, at most 32.`);
    if (this.slots.has(name)) throw new SlotExistsError(name);
    if ([...RESERVED_SLOT_NAMES, ...NPU_SLOT_NAMES].includes(name)) {
      throw new SlotConfigError(name, `The name ${name} is reserved. Choose another.`);
    }
    await this.change('slot.create', name, { type, ...toRecordChanges(fields) }, actor);
    return this.get(name);
  }

  /**
   * Unloads a slot and takes it off the record; its model stays.
   * @throws SlotNotFoundError, SlotInUseError, SlotConfigError for a seeded slot, or one that a person's own file brings
   */
  async remove(name: string, actor: AuditActor = 'operator'): Promise<void> {
    const slot = this.idleSlot(name);
    if (isSeeded(name)) {
      throw new SlotConfigError(name, `Slot ${name} is always there; it can be disabled, not removed.`);
    }
    const { layer, file, line } = this.config.current.origin(`slots.${name}`);
    if (layer !== 'capabilities') {
      throw new SlotConfigError(name, `Slot ${name} is defined in ${file}:${line}. Remove it there, then reload.`, {
        file,
        line,
      });
    }
    if (isDispatchable(slot.state)) await this.loader.unload(slot, 'it is being removed');
    await this.config.edit({
      file: 'capabilities',
      action: 'slot.remove',
      actor,
      target: name,
      change: (table) => (isOnRecord(table, name) ? withoutSlot(table, name) : table),
    });
    this.follow();
  }

  /**
   * Changes the record of a slot. A loaded model that the change concerns is loaded anew.
   * @throws SlotConfigError, SlotInUseError, SlotFieldOverriddenError, ModelNotFoundError, ConfigInvalidError
   */
  async configure(name: string, patch: UpdateSlotDto, actor: AuditActor = 'operator'): Promise<SlotDto> {
    const slot = this.slot(name);
    const changes = toRecordChanges(patch);
    if (slot.state === 'serving' && slot.isOutdatedBy({ ...slot.record, ...changes }))
      throw new SlotInUseError(name, slot.admission.active);
    await this.change('slot.configure', name, changes, actor);
    return toSlotDto(slot);
  }

  /** Takes over what the configuration says by now, whoever changed it. */
  @OnEvent(ConfigChangedEvent.type)
  follow(): void {
    const before = new Map(this.all().map((slot) => [slot, slot.record]));
    this.adopt(this.config.current.slots);
    for (const [slot, record] of before) {
      if (this.slots.get(slot.name) !== slot) this.retire(slot);
      else if (slot.record !== record) this.announcer.moved(slot, slot.state);
    }
    this.bringInLine();
  }

  /**
   * Lets go of what is no longer configured, and loads anew what the record has moved away from. A slot that is serving
   * gets its turn when it has done, so this is to be called again and again.
   */
  bringInLine(): void {
    this.letGoOfRemoved();
    for (const slot of this.all()) {
      if (!slot.isOutdated || !isDispatchable(slot.state) || slot.state === 'serving') continue;
      this.loader.renew(slot, CONFIGURATION_CHANGED).catch((error: Error) => {
        this.logger.warn(`Slot ${slot.name} was not loaded anew: ${error.message}`);
      });
    }
  }

  private async change(action: string, name: string, changes: Partial<SlotSettings>, actor: AuditActor): Promise<void> {
    const records = this.config.current.slots;
    const record = Object.assign(new SlotSettings(), records.get(name), changes);
    checkRecord(name, new Map(records).set(name, record), this.registry);
    const change = (table: TomlTable) => withSlot(table, name, changes);
    const sets = Object.keys(changes).map((field) => `slots.${name}.${field}`);
    await this.config.edit({ file: 'capabilities', action, actor, target: name, change, sets });
    this.follow();
  }

  private retire(slot: Slot): void {
    this.removed.add(slot);
    this.announcer.forget(slot);
  }

  private letGoOfRemoved(): void {
    for (const slot of this.removed) {
      if (slot.state === 'serving') continue;
      this.removed.delete(slot);
      if (!isDispatchable(slot.state)) continue;
      this.loader.unload(slot, 'it was removed from the configuration').catch((error: Error) => {
        this.logger.warn(`Slot ${slot.name} was removed, and its model did not unload: ${error.message}`);
      });
    }
  }

  private adopt(records: ReadonlyMap<string, SlotSettings>): void {
    this.slots = new Map(
      [...records].map(([name, record]) => {
        const slot = this.slots.get(name);
        if (!slot) return [name, new Slot(name, record, this.clock, this.announcer)];
        if (!isDeepStrictEqual(slot.record, record)) slot.record = record;
        return [name, slot];
      }),
    );
    this.currentIndex = buildSlotIndex(this.slots);
  }

  private slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) throw new SlotNotFoundError(name, [...this.slots.keys()]);
    return slot;
  }

  /** @throws SlotNotFoundError, SlotInUseError while requests are being served */
  private idleSlot(name: string): Slot {
    const slot = this.slot(name);
    if (slot.state === 'serving') throw new SlotInUseError(name, slot.admission.active);
    return slot;
  }

  private audit(action: string, target: string, work: Promise<unknown>): void {
    const record = { action, target, actor: 'operator' } as const;
    work.then(
      () => this.events.publish(new AuditEvent({ ...record, outcome: 'ok', details: {} })),
      (error: Error) =>
        this.events.publish(new AuditEvent({ ...record, outcome: 'failed', details: { error: error.message } })),
    );
  }
}

import { AuditEvent, Clock, EventBus, type AuditActor } from '@hal0/platform';
import { RegistryService } from '@hal0/registry';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Lease } from './admission/lease.js';
import type { SlotDto } from './http/slot.dto.js';
import type { UpdateSlotDto } from './http/update-slot.dto.js';
import type { RuntimeEndpoint } from './ports/inference-runtime.port.js';
import { CapabilitiesFile } from './record/capabilities-file.js';
import { checkRecord, toRecordChanges } from './record/record-rules.js';
import type { SlotRecord } from './record/slot-record.js';
import { SlotAnnouncer } from './slot-announcer.service.js';
import { buildSlotIndex, type SlotIndex } from './slot-index.js';
import { SlotLoader } from './slot-loader.service.js';
import { isDispatchable } from './slot-state.js';
import { toSlotDto } from './slot-view.js';
import { SlotInUseError, SlotNotFoundError } from './slot.errors.js';
import { Slot } from './slot.js';

/** The one door to slots, for the API, the command line and agents alike. */
@Injectable()
export class SlotsService implements OnModuleInit {
  private slots = new Map<string, Slot>();
  private currentIndex = buildSlotIndex(this.slots);

  constructor(
    private readonly file: CapabilitiesFile,
    private readonly registry: RegistryService,
    private readonly loader: SlotLoader,
    private readonly announcer: SlotAnnouncer,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  async onModuleInit(): Promise<void> {
    this.adopt(await this.file.read());
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
   * @throws SlotInUseError while requests are being served
   */
  unload(name: string): SlotDto {
    const slot = this.slot(name);
    if (slot.state === 'serving') throw new SlotInUseError(name, slot.admission.active);
    this.audit('slot.unload', name, this.loader.unload(slot, 'an operator asked for it'));
    return toSlotDto(slot);
  }

  /**
   * Changes the record of a slot. A loaded model that the change concerns is unloaded first and loaded again after.
   * @throws SlotConfigError, SlotInUseError, ModelNotFoundError, ConfigInvalidError
   */
  async configure(name: string, patch: UpdateSlotDto, actor: AuditActor = 'operator'): Promise<SlotDto> {
    const slot = this.slot(name);
    const changes = toRecordChanges(patch);
    const reload = isDispatchable(slot.state) && changesWhatIsLoaded(slot.record, changes);
    if (reload && slot.state === 'serving') throw new SlotInUseError(name, slot.admission.active);
    const edited = this.file.edit(name, changes, (records) => checkRecord(name, records, this.registry));
    this.audit('slot.configure', name, edited, { changes }, actor);
    const records = await edited;
    if (reload) await this.loader.unload(slot, 'its configuration changed');
    this.adopt(records);
    this.announcer.moved(slot, slot.state);
    if (reload && slot.record.enabled && slot.record.model) void this.loader.begin(slot, 'its configuration changed');
    return toSlotDto(slot);
  }

  private adopt(records: ReadonlyMap<string, SlotRecord>): void {
    this.slots = new Map(
      [...records].map(([name, record]) => {
        const slot = this.slots.get(name);
        if (!slot) return [name, new Slot(name, record, this.clock, this.announcer)];
        slot.record = record;
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

  private audit(
    action: string,
    target: string,
    work: Promise<unknown>,
    details: Record<string, unknown> = {},
    actor: AuditActor = 'operator',
  ): void {
    const record = { action, target, actor };
    work.then(
      () => this.events.publish(new AuditEvent({ ...record, outcome: 'ok', details })),
      (error: Error) =>
        this.events.publish(
          new AuditEvent({ ...record, outcome: 'failed', details: { ...details, error: error.message } }),
        ),
    );
  }
}

const LOAD_OPTIONS = ['model', 'device', 'context_size', 'threads', 'extra_args', 'parallel'] as const;

function changesWhatIsLoaded(record: SlotRecord, changes: Partial<SlotRecord>): boolean {
  if (changes.enabled === false) return true;
  return LOAD_OPTIONS.some((option) => option in changes && changes[option] !== record[option]);
}

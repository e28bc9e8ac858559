import { ConfigStore, isSeeded, placeOf, type SlotSettings } from '@hal0/config';
import { SAFE_NAME, type AuditActor, type TomlTable } from '@hal0/platform';
import { RegistryService, type ModelDefaults } from '@hal0/registry';
import { Injectable } from '@nestjs/common';
import type { CreateSlotDto } from '../http/create-slot.dto.js';
import type { UpdateSlotDto } from '../http/update-slot.dto.js';
import { npuSeed, NpuSlots } from '../npu/npu-slots.service.js';
import { SlotConfigError, SlotExistsError } from '../slot.errors.js';
import { refusedArguments, touchesArguments } from './argument-rules.js';
import { withModelDefaults, type ModelField } from './model-defaults.js';
import { plannedRecord } from './planned-record.js';
import { isOnRecord, toRecordChanges, withoutSlot, withSlot, wordOf } from './record-changes.js';
import { checkRecord } from './record-rules.js';
import { RESERVED_NAMES } from './reserved-names.js';

/** What slots there are and what they are told to do: the rules of the record, and the one way to change it. */
@Injectable()
export class SlotRecords {
  constructor(
    private readonly config: ConfigStore,
    private readonly registry: RegistryService,
    private readonly npu: NpuSlots,
  ) {}

  /**
   * All records by name, with what their profiles and models say: the six seeded slots, then those of the NPU when there is one,
   * then the others.
   */
  current(): ReadonlyMap<string, SlotSettings> {
    const records = this.npu.withSeeded(this.config.current);
    return new Map([...records].map(([name, record]) => [name, this.withModel(name, record).record]));
  }

  /** Fields whose value is the default of the slot's model. */
  fromModel(name: string): readonly ModelField[] {
    const record = this.config.current.slots.get(name);
    return record ? this.withModel(name, record).fields : [];
  }

  /** The file and line, or the variable, that holds a field of the slot, so that {@link change} refuses it; null when none does. */
  holderOf(name: string, field: keyof UpdateSlotDto): string | null {
    const origin = this.config.current.overlay(`slots.${name}.${wordOf(field)}`, 'capabilities');
    return origin ? placeOf(origin) : null;
  }

  /** A slot's record as a change would make it, what its profile says included. */
  planned(name: string, patch: UpdateSlotDto): SlotSettings {
    return plannedRecord(
      this.config.current,
      name,
      toRecordChanges(patch),
      (model) => this.defaultsOf(model),
      npuSeed(name),
    );
  }

  /** Whether the slot is always there, so that it can be disabled and not removed. */
  isSeeded(name: string): boolean {
    return isSeeded(name) || this.npu.isSeeded(name);
  }

  /**
   * Adds a slot.
   * @throws SlotExistsError, SlotConfigError, SlotNpuExclusivityError, ModelNotFoundError, ConfigInvalidError
   */
  async create({ name, type, ...fields }: CreateSlotDto, actor: AuditActor): Promise<void> {
    if (!SAFE_NAME.test(name)) {
      const message = `"${name.slice(0, 64)}" is not a slot name: a-z, 0-9, _ and -, at most 32, the first a letter or digit.`;
      throw new SlotConfigError(name.slice(0, 64), message);
    }
    if (this.current().has(name)) throw new SlotExistsError(name);
    const reserved = RESERVED_NAMES.find((each) => each.name === name);
    if (reserved) throw new SlotConfigError(name, reserved.reason);
    await this.write('slot.create', name, { type, ...toRecordChanges(fields) }, actor);
  }

  /**
   * Changes a slot's record. What is set back to null is taken off it, so that profile or default hold.
   * @throws SlotConfigError, SlotNpuExclusivityError, SlotFieldOverriddenError, ModelNotFoundError, ConfigInvalidError
   */
  async change(name: string, patch: UpdateSlotDto, actor: AuditActor): Promise<void> {
    await this.write('slot.configure', name, toRecordChanges(patch), actor);
  }

  /** @throws SlotConfigError for a seeded slot, and for one that a person's own file brings */
  requireRemovable(name: string): void {
    if (this.isSeeded(name)) {
      throw new SlotConfigError(name, `Slot ${name} is always there; it can be disabled, not removed.`);
    }
    const { layer, file, line } = this.config.current.origin(`slots.${name}`);
    if (layer === 'capabilities') return;
    throw new SlotConfigError(name, `Slot ${name} is defined in ${file}:${line}. Remove it there, then reload.`, {
      file,
      line,
    });
  }

  /**
   * Takes a slot off the record.
   * @throws SlotConfigError as {@link requireRemovable}
   */
  async remove(name: string, actor: AuditActor): Promise<void> {
    this.requireRemovable(name);
    await this.config.edit({
      file: 'capabilities',
      action: 'slot.remove',
      actor,
      target: name,
      change: (table) => (isOnRecord(table, name) ? withoutSlot(table, name) : table),
    });
  }

  private defaultsOf(model: string): ModelDefaults {
    return this.registry.find(model)?.defaults ?? {};
  }

  private withModel(name: string, record: SlotSettings): ReturnType<typeof withModelDefaults> {
    const isSaid = (field: string) => this.config.current.origin(`slots.${name}.${field}`).layer !== 'built-in';
    return withModelDefaults(record, this.defaultsOf(record.model), isSaid);
  }

  private async write(action: string, name: string, changes: Partial<SlotSettings>, actor: AuditActor): Promise<void> {
    const sets = Object.keys(changes).map((field) => `slots.${name}.${field}`);
    const change = (table: TomlTable) => {
      // Nobody else writes now, so what is in effect is what the change will meet.
      const record = plannedRecord(
        this.config.current,
        name,
        changes,
        (model) => this.defaultsOf(model),
        npuSeed(name),
      );
      checkRecord(name, new Map(this.current()).set(name, record), this.registry);
      const recipe = this.registry.find(record.model)?.recipe ?? null;
      const refused = touchesArguments(changes) ? refusedArguments(name, record, recipe) : null;
      if (refused) throw refused;
      return withSlot(table, name, changes);
    };
    await this.config.edit({ file: 'capabilities', action, actor, target: name, change, sets });
  }
}

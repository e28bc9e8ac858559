import type { RegistryService } from '@hal0/registry';
import type { UpdateSlotDto } from '../http/update-slot.dto.js';
import { SlotConfigError } from '../slot.errors.js';
import type { SlotRecord } from './slot-record.js';

/** The record's words for a change that came over the API. A key with the value undefined is to be removed. */
export function toRecordChanges(patch: UpdateSlotDto): Partial<SlotRecord> {
  const {
    model,
    contextSize,
    idleTimeoutSeconds,
    enabled,
    default: isDefault,
    device,
    parallel,
    pinned,
    labels,
  } = patch;
  const changes: Partial<Record<keyof SlotRecord, unknown>> = {};
  const set = (key: keyof SlotRecord, value: unknown) => {
    if (value !== undefined) changes[key] = value;
  };
  set('model', model === null ? '' : model);
  set('idle_timeout_seconds', idleTimeoutSeconds);
  set('enabled', enabled);
  set('default', isDefault);
  set('device', device);
  set('parallel', parallel);
  set('pinned', pinned);
  set('labels', labels);
  if (contextSize !== undefined) changes.context_size = contextSize ?? undefined;
  return changes as Partial<SlotRecord>;
}

/**
 * What no single field can tell. Source: reference 1.2 and 1.5.
 * @throws SlotConfigError, ModelNotFoundError
 */
export function checkRecord(name: string, records: ReadonlyMap<string, SlotRecord>, registry: RegistryService): void {
  const record = records.get(name);
  if (!record) return;
  if (record.model) {
    const model = registry.get(record.model);
    if (model.type !== record.type) {
      throw new SlotConfigError(
        name,
        `Slot ${name} serves ${record.type} models, and ${model.id} is a ${model.type} model.`,
        {
          slotType: record.type,
          modelType: model.type,
        },
      );
    }
  }
  if (record.default) {
    const other = [...records].find(
      ([peer, { type, default: isDefault }]) => peer !== name && type === record.type && isDefault,
    );
    if (other) {
      throw new SlotConfigError(
        name,
        `Slot ${other[0]} is the default for ${record.type} already. Take the mark from it first.`,
        {
          conflictingSlots: [other[0]],
        },
      );
    }
  }
}

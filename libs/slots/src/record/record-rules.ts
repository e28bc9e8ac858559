import type { SlotSettings } from '@hal0/config';
import type { RegistryService } from '@hal0/registry';
import { SlotConfigError } from '../slot.errors.js';

/**
 * What no single field can tell. Source: reference 1.2 and 1.5.
 * @throws SlotConfigError, ModelNotFoundError
 */
export function checkRecord(name: string, records: ReadonlyMap<string, SlotSettings>, registry: RegistryService): void {
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

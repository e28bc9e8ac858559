import type { ModelType } from '@hal0/config';
import type { Slot } from './slot.js';

/** Everything the dispatcher needs to find a slot, made anew when a record changes and never changed itself. */
export interface SlotIndex {
  readonly byName: ReadonlyMap<string, Slot>;
  /** Enabled slots by the registry id of their model, in the order of the record. */
  readonly byModel: ReadonlyMap<string, readonly Slot[]>;
  /** The slot that serves requests of a type that name no model: the default one, else the first enabled one. */
  readonly byType: ReadonlyMap<ModelType, Slot>;
}

export function buildSlotIndex(slots: ReadonlyMap<string, Slot>): SlotIndex {
  const byModel = new Map<string, Slot[]>();
  const byType = new Map<ModelType, Slot>();
  for (const slot of slots.values()) {
    const { enabled, model, type } = slot.record;
    if (!enabled || !model) continue;
    const sharing = byModel.get(model);
    if (sharing) sharing.push(slot);
    else byModel.set(model, [slot]);
    if (slot.record.default || !byType.has(type)) byType.set(type, slot);
  }
  return { byName: new Map(slots), byModel, byType };
}

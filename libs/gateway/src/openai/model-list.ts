import type { Model, RegistryService } from '@hal0/registry';
import type { Slot, SlotIndex } from '@hal0/slots';

/** A row of `GET /v1/models`: OpenAI's fields, and hal0's own beside them. */
export interface ModelListing {
  id: string;
  object: 'model';
  /** Unix seconds. */
  created: number;
  owned_by: string;
  slot: string;
  type: string;
  context_length: number | null;
  loaded: boolean;
}

/** What a client may put into `model`: the names of enabled slots first, then the models they serve. */
export function listModels(index: SlotIndex, registry: RegistryService): ModelListing[] {
  const listings = new Map<string, ModelListing>();
  const serving = [...index.byName.values()].filter(({ record }) => record.enabled && record.model);
  for (const slot of serving) listings.set(slot.name, listing(slot.name, slot, registry.find(slot.record.model)));
  for (const slot of serving) {
    const { model } = slot.record;
    if (!listings.has(model)) listings.set(model, listing(model, slot, registry.find(model)));
  }
  return [...listings.values()];
}

function listing(id: string, slot: Slot, model: Model | undefined): ModelListing {
  return {
    id,
    object: 'model',
    created: model ? Math.floor(Date.parse(model.createdAt) / 1_000) : 0,
    owned_by: 'hal0',
    slot: slot.name,
    type: slot.record.type,
    context_length: slot.record.context_size ?? model?.contextLength ?? null,
    loaded: slot.endpoint !== null,
  };
}

import { keptHere, type Grant, type Upstream, type UpstreamIndex } from '@hal0/dispatcher';
import type { Model, RegistryService } from '@hal0/registry';
import type { Slot, SlotIndex } from '@hal0/slots';

/** A row of `GET /v1/models`: OpenAI's fields, and hal0's own beside them. */
export interface ModelListing {
  id: string;
  object: 'model';
  /** Unix seconds. */
  created: number;
  /** `hal0`, or the name of the upstream that has it. */
  owned_by: string;
  /** null for the models of upstreams, as are the next two. */
  slot: string | null;
  type: string | null;
  context_length: number | null;
  /** Whether it answers without being loaded first. */
  loaded: boolean;
}

/** Where the rows come from. */
export interface ModelSources {
  slots: { index(): SlotIndex };
  registry: RegistryService;
  upstreams: { index(): Pick<UpstreamIndex, 'byName' | 'byModel'> };
}

/**
 * What a client may put into `model`: the names of enabled slots, then the models they serve, then those of upstreams
 * that advertise theirs. An upstream's model whose id something else has already goes by `<upstream>/<id>`.
 * @param grant what its key lets the client use; the rest is not listed
 */
export function listModels(sources: ModelSources, grant: Grant | null): ModelListing[] {
  const { registry } = sources;
  const slots = sources.slots.index();
  const listings = new Map<string, ModelListing>();
  const serving = [...slots.byName.values()].filter(({ name, record }) => {
    return record.enabled && record.model && (!grant?.slots || grant.slots.has(name));
  });
  for (const slot of serving) listings.set(slot.name, listing(slot.name, slot, registry.find(slot.record.model)));
  for (const slot of serving) {
    const { model } = slot.record;
    if (!listings.has(model)) listings.set(model, listing(model, slot, registry.find(model)));
  }
  // Models elsewhere are no slots, and nothing of such a client leaves the machine.
  if (keptHere(grant)) return [...listings.values()];
  for (const upstream of sources.upstreams.index().byName.values()) {
    if (!upstream.settings.advertise_models) continue;
    for (const model of upstream.models) {
      const isTaken = listings.has(model) || slots.byName.has(model) || slots.byModel.has(model);
      const id = isTaken ? `${upstream.name}/${model}` : model;
      if (!listings.has(id)) listings.set(id, elsewhere(id, upstream));
    }
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

function elsewhere(id: string, { name }: Upstream): ModelListing {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: name,
    slot: null,
    type: null,
    context_length: null,
    loaded: true,
  };
}

import { keptHere, type Grant } from '@hal0/dispatcher';
import type { Model } from '@hal0/registry';
import type { Slot } from '@hal0/slots';
import { ModelNotListedError } from '../../gateway.errors.js';
import { listModels, type ModelListing, type ModelSources } from '../../openai/model-list.js';
import { capabilitiesOf, detailsOf, digestOf } from './model-facts.js';
import { tagged, untagged } from './model-name.js';

/** Ollama's API has routes to these alone. */
const TYPES: ReadonlySet<string | null> = new Set(['llm', 'embedding', null]);
const MIB = 1_048_576;
/** Of a model that stays until somebody unloads it. */
const NEVER = '9999-12-31T23:59:59Z';

/** What hal0 serves, in Ollama's words. */
export class OllamaModels {
  constructor(private readonly sources: ModelSources) {}

  /** `GET /api/tags`: every name that a client may ask for. */
  tags(grant: Grant | null): object {
    return { models: this.listed(grant).map((listing) => this.tag(listing)) };
  }

  /** `GET /api/ps`: what is loaded. */
  running(grant: Grant | null): object {
    const index = this.sources.slots.index();
    const models = this.listed(grant).flatMap((listing) => {
      const slot = index.byName.get(listing.id);
      return slot?.endpoint ? [this.runningTag(listing, slot)] : [];
    });
    return { models };
  }

  /** `POST /api/show`. @throws ModelNotListedError */
  show(name: string, grant: Grant | null): object {
    const listing = this.find(name, grant);
    const model = this.modelOf(listing);
    const family = model?.architecture ?? 'unknown';
    const length = listing.context_length;
    return {
      license: model?.license ?? '',
      modelfile: '',
      parameters: length === null ? '' : `num_ctx ${length}`,
      template: '',
      details: detailsOf(model),
      model_info: {
        'general.architecture': family,
        'general.basename': model?.id ?? listing.id,
        ...(length === null ? {} : { [`${family}.context_length`]: length }),
      },
      capabilities: capabilitiesOf(listing, model),
      modified_at: modifiedAt(model),
    };
  }

  /** What goes by a name of Ollama's. @throws ModelNotListedError */
  find(name: string, grant: Grant | null): ModelListing {
    const id = this.idOf(name, grant);
    const found = this.listed(grant).find((listing) => listing.id === id);
    if (!found) throw new ModelNotListedError(name);
    return found;
  }

  /** What hal0 calls what Ollama calls `name`. */
  idOf(name: string, grant: Grant | null): string {
    const { slots, upstreams } = this.sources;
    const { byName, byModel } = slots.index();
    const isElsewhere = (id: string) => !keptHere(grant) && upstreams.index().byModel(id).length > 0;
    return untagged(name, (id) => byName.has(id) || byModel.has(id) || isElsewhere(id));
  }

  private listed(grant: Grant | null): ModelListing[] {
    return listModels(this.sources, grant).filter(({ type }) => TYPES.has(type));
  }

  private tag(listing: ModelListing) {
    const model = this.modelOf(listing);
    const name = tagged(listing.id);
    return {
      name,
      model: name,
      modified_at: modifiedAt(model),
      size: model?.sizeBytes ?? 0,
      digest: digestOf(listing.id, model),
      details: detailsOf(model),
    };
  }

  private runningTag(listing: ModelListing, slot: Slot): object {
    const { modified_at: _changes, ...tag } = this.tag(listing);
    const size = slot.memoryMib === null ? tag.size : Math.round(slot.memoryMib * MIB);
    return {
      ...tag,
      size,
      size_vram: slot.record.device === 'cpu' ? 0 : size,
      expires_at: expiresAt(slot),
      context_length: listing.context_length ?? 0,
    };
  }

  private modelOf({ slot }: ModelListing): Model | undefined {
    const record = slot === null ? undefined : this.sources.slots.index().byName.get(slot)?.record;
    return record && this.sources.registry.find(record.model);
  }
}

function expiresAt({ record, lastUsedAt }: Slot): string {
  const idle = record.idle_timeout_seconds;
  if (record.pinned || idle === 0 || lastUsedAt === null) return NEVER;
  return new Date(lastUsedAt + idle * 1_000).toISOString();
}

function modifiedAt(model: Model | undefined): string {
  return model?.createdAt ?? new Date(0).toISOString();
}

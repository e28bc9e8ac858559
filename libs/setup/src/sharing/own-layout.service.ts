import { RegistryService, type Model } from '@hal0/registry';
import { SlotsService, type SlotDto } from '@hal0/slots';
import { Injectable } from '@nestjs/common';
import { basename } from 'node:path';
import { RESERVED_IDS, type BundleManifest } from '../manifest/bundle-manifest.js';
import type { BundleModel } from '../manifest/bundle-model.js';
import type { BundleSlot } from '../manifest/bundle-slot.js';
import { inPlainWords } from '../manifest/plain-words.js';
import { parseManifest } from '../manifest/parse-manifest.js';
import { LayoutEmptyError } from './sharing.errors.js';

/** What of a slot is a matter of taste, and not of this box: neither its device nor its threads. */
const SHARED = [
  'contextSize',
  'parallel',
  'idleTimeoutSeconds',
  'pinned',
  'labels',
  'profile',
  'systemPrompt',
  'extraArgs',
] as const satisfies (keyof SlotDto & keyof BundleSlot)[];

/** Makes a bundle of what this box has. */
@Injectable()
export class OwnLayout {
  constructor(
    private readonly registry: RegistryService,
    private readonly slots: SlotsService,
  ) {}

  /**
   * The slots that answer, and where their models can be got. Nothing in it is a path, an address in the own network, or a
   * secret; a model that was a file here is named, so that whoever applies it knows what to bring.
   * @throws LayoutEmptyError when no slot has a model
   */
  asBundle(name: string): BundleManifest {
    const slots = this.slots.list().filter(({ enabled, model }) => enabled && this.find(model));
    if (!slots.length) throw new LayoutEmptyError();
    const models = new Map(slots.flatMap(({ model }) => this.find(model) ?? []).map((model) => [model.id, model]));
    const manifest = {
      ...{ schemaVersion: 1, id: idFor(name), name, toy: [...models.values()].every(({ toy }) => toy) },
      description: inPlainWords(`Made of a box with ${slots.map((slot) => slot.name).join(', ')}.`, 1_000),
      models: [...models.values()].map(toBundleModel),
      slots: slots.map(toBundleSlot),
    };
    return parseManifest(manifest, name);
  }

  private find(id: string | null): Model | undefined {
    return id === null ? undefined : this.registry.find(id);
  }
}

function toBundleSlot(slot: SlotDto): BundleSlot {
  const { name, type, model, device } = slot;
  const kept = SHARED.map((field) => [field, slot[field]]).filter(([, value]) => value !== null);
  // A model of the NPU runs nowhere else.
  const placed = device === 'npu' ? { device } : {};
  return { slot: name, type, model: model ?? '', ...placed, ...Object.fromEntries(kept) } as BundleSlot;
}

function toBundleModel({ id, type, sizeBytes, labels, license, ...model }: Model): BundleModel {
  // It stands in the file of the model, whose maker may have written anything.
  const terms = inPlainWords(license ?? '', 256);
  const about = { id, type, sizeBytes, labels: labels.slice(0, 32), ...(terms ? { license: terms } : {}) };
  return { ...about, ...originOf(model) };
}

type Origin = Pick<BundleModel, 'catalogue' | 'source' | 'revision' | 'checkpoint'>;

function originOf({ source, checkpoint, path }: Pick<Model, 'source' | 'checkpoint' | 'path'>): Origin {
  if (checkpoint !== null) return { checkpoint };
  if (!source || path === null) return {};
  const { kind, catalogueId, repository, revision, url } = source;
  if (catalogueId !== null) return { catalogue: catalogueId };
  if (kind === 'hub' && repository !== null) {
    return { source: `${repository}:${basename(path)}`, ...(revision === null ? {} : { revision }) };
  }
  return kind === 'url' && url !== null && isPublic(url) ? { source: url } : {};
}

/** An address with a name and a password in it, or one that is good for a while only, is nobody else's business. */
function isPublic(url: string): boolean {
  const { protocol, username, password, search } = new URL(url);
  return protocol === 'https:' && !username && !password && !search;
}

/** What the bundle may be called in addresses and files. */
function idFor(name: string): string {
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 32);
  return RESERVED_IDS.includes(id) ? `${id}-box` : id || 'my-box';
}

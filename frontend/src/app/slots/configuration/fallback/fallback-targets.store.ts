import { Service, computed, inject } from '@angular/core';
import type { SlotDto } from '../../../../api/models';
import { modelsOf, upstreamList } from '../../../core/upstreams/upstream-list';
import { SlotsStore } from '../../../core/slots/slots.store';

/** Something that can serve instead of a slot. */
export interface FallbackTarget {
  /** As it stands in the chain. */
  id: string;
  /** What it is, in a few words. */
  about: string;
  /** Requests to it leave this box. */
  leaves: boolean;
  /** It cannot serve as things are. */
  broken: boolean;
}

/** What a slot may fall back on: others of its type, and the models of upstreams. */
@Service({ autoProvided: false })
export class FallbackTargetsStore {
  private readonly slots = inject(SlotsStore);
  private readonly upstreams = upstreamList();

  /** Null while the upstreams are not known; a chain can be made without them. */
  readonly known = computed(() => this.upstreams.value() !== null);
  private readonly away = computed<readonly FallbackTarget[]>(() =>
    (this.upstreams.value() ?? [])
      .filter(({ enabled }) => enabled)
      .flatMap((upstream) => modelsOf(upstream).map((model) => this.describe(`${upstream.name}/${model}`))),
  );

  for({ name, type }: SlotDto): readonly FallbackTarget[] {
    const others = this.slots.slots().filter((other) => other.type === type && other.name !== name);
    return [...others.map((other) => this.describe(other.name)), ...this.away()];
  }

  /** Also of one that is not there (any more). */
  describe(id: string, type?: SlotDto['type']): FallbackTarget {
    const slot = this.slots.find(id.replace(/^hal0\//, ''));
    if (slot) return aboutSlot(id, slot, type);
    const upstream = this.upstreams.value()?.find(({ name }) => id.startsWith(`${name}/`));
    if (upstream) {
      const state = upstream.state === 'no_key' ? 'has no key' : upstream.state;
      const well = upstream.state === 'healthy' || upstream.state === 'unknown';
      return { id, about: `upstream${well ? '' : `, ${state}`}`, leaves: true, broken: !well };
    }
    if (!this.known()) return { id, about: '', leaves: false, broken: false };
    return { id, about: 'no slot or upstream of this name', leaves: false, broken: true };
  }
}

function aboutSlot(id: string, { type, model, enabled }: SlotDto, wanted = type): FallbackTarget {
  const it = { id, leaves: false, broken: true };
  if (type !== wanted) return { ...it, about: `slot of type ${type}, passed over` };
  if (model === null) return { ...it, about: 'slot without a model' };
  return enabled ? { ...it, about: `slot, ${model}`, broken: false } : { ...it, about: 'slot, disabled' };
}

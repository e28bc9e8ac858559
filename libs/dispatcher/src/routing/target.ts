import type { Slot } from '@hal0/slots';
import type { Upstream } from '../upstreams/upstream.js';

/** A slot of this box. */
export interface SlotTarget {
  readonly kind: 'slot';
  readonly slot: Slot;
}

/** A model of a provider elsewhere. */
export interface UpstreamTarget {
  readonly kind: 'upstream';
  readonly upstream: Upstream;
  /** As the provider calls it. */
  readonly model: string;
}

/** Whatever a request can be sent to. */
export type Target = SlotTarget | UpstreamTarget;

/** How people name it: a slot by its name, a provider's model as `<upstream>/<model>`. */
export function nameOf(target: Target): string {
  return target.kind === 'slot' ? target.slot.name : `${target.upstream.name}/${target.model}`;
}

/** The model as its target calls it; empty for a slot without one. */
export function modelOf(target: Target): string {
  return target.kind === 'slot' ? target.slot.record.model : target.model;
}

/** For people and for `x-hal0-served-by`. */
export function servedBy(target: Target): string {
  return target.kind === 'slot' ? 'lemonade' : target.upstream.name;
}

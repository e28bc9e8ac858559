import type { FallbackSettings } from '@hal0/config';
import type { SlotIndex } from '@hal0/slots';
import type { UpstreamIndex } from '../upstreams/upstream-index.js';

/** Everything that a target is found in; in memory, never waited for. */
export interface RoutingIndex {
  readonly slots: SlotIndex;
  readonly upstreams: UpstreamIndex;
  /** By the model that is asked for. */
  readonly chains: Readonly<Record<string, FallbackSettings>>;
}

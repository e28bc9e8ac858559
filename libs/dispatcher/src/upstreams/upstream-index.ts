import type { Upstream } from './upstream.js';

/** Enabled providers by name, and by the models that they are known to have. */
export interface UpstreamIndex {
  readonly byName: ReadonlyMap<string, Upstream>;
  /** Those that do badly or rest last, otherwise in the order of the configuration. */
  byModel(id: string): readonly Upstream[];
}

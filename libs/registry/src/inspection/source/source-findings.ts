import type { HubFile } from '../../hub/hub-repository.js';
import type { HubVariant } from '../../hub/variants.js';
import type { ModelSource } from '../../model.js';
import type { RemoteHeader } from '../remote/read-remote-header.js';
import type { SuggestedModel } from './source-inspection.js';

/** What is known of a source whatever the box is. */
export interface SourceFindings {
  source: ModelSource;
  license: string | null;
  gated: boolean;
  variants: readonly HubVariant[];
  /** Name of the variant that was asked for; undefined when it was left open. */
  wanted: string | undefined;
  mmproj: readonly HubFile[];
  /** What was read of a header; null when nothing could be. */
  header: RemoteHeader | null;
  suggested: SuggestedModel;
  problem: { code: string; message: string } | null;
}

import type { ModelType } from '@hal0/config';
import type { FitVerdict } from '@hal0/hardware';
import type { HubFile } from '../../hub/hub-repository.js';
import type { ModelFacts, ModelSource } from '../../model.js';

/** One of the forms in which a model can be had, and whether this box can run it. */
export interface InspectedVariant {
  /** As it is written behind the colon of a source. */
  name: string;
  /** Everything that is fetched of it, the file that is loaded first; without the projector. */
  files: readonly HubFile[];
  sizeBytes: number;
  quantization: string | null;
  sharded: boolean;
  fits: FitVerdict;
  /** Loaded with the projector, as a slot does that does not say otherwise. */
  needMib: number;
  /** Largest context for one request that this box has room for; null when it is not known. */
  largestContext: number | null;
  /** One sentence for people that names the numbers. */
  fitMessage: string;
  /** At most one is: what was asked for, otherwise the best that fits. */
  recommended: boolean;
}

/** What a model would be called and be when nobody says otherwise. */
export interface SuggestedModel {
  id: string;
  name: string;
  /** Null when nothing tells; whoever adds it has to say. */
  type: ModelType | null;
  recipe: string | null;
  labels: readonly string[];
}

/** What can be known of a model before it is fetched or added. */
export interface SourceInspection {
  source: ModelSource;
  license: string | null;
  /** Whether its owner has to let one in first. */
  gated: boolean;
  /** Smallest first. */
  variants: readonly InspectedVariant[];
  /** Projectors for pictures, the one first that is fetched with the model. */
  mmproj: readonly HubFile[];
  suggested: SuggestedModel;
  /** What a header says: that of the variant that was asked for, or is fetched when none is named. Null when it could not be read or says nothing. */
  facts: ModelFacts | null;
  /** Ids of models in the registry that came from there. */
  installed: readonly string[];
  /** Why facts or variants are missing; null when nothing is. */
  problem: { code: string; message: string } | null;
}

import { type BundleChoiceDto } from './bundle-choice.dto.js';
import { type BundleDto } from './bundle.dto.js';
import { type BundleRunDto } from './bundle-run.dto.js';

/** What the bundle picker needs to know. */
export class BundlesDto {
  /** Memory of this box that can be used, in GiB; null when it could not be measured. */
  usableRamGib: number | null;
  /** Where models are kept. */
  diskFreeBytes: number;
  /** Whether FastFlowLM is here, so that models can go on the NPU. */
  npuAvailable: boolean;
  /** Nothing has been chosen yet, and it was not skipped either. */
  pickerPending: boolean;
  choice: BundleChoiceDto | null;
  /** The last application of a bundle; null before the first. */
  run: BundleRunDto | null;
  /** Smallest first, then the demo, then those that were imported. */
  bundles: BundleDto[];
}

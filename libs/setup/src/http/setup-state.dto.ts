import { type BundleChoiceDto } from './bundle-choice.dto.js';
import { type BundleRunDto } from './bundle-run.dto.js';

/** Where the first run stands. */
export class SetupStateDto {
  /** Nobody has set this box up yet: there is no model, and nobody said that it is done. */
  firstRun: boolean;
  /** When it was said to be done (ISO 8601); null before that, and when an older hal0 did not keep it. */
  completedAt: string | null;
  /** Whether changes by whoever asks need the setup code, in the header `x-hal0-setup-code`. */
  codeRequired: boolean;
  hasModels: boolean;
  /** Whether a slot answers chats: it is enabled and has a model. */
  hasChatSlot: boolean;
  /** Nothing has been chosen in the bundle picker yet, and it was not skipped either. */
  pickerPending: boolean;
  choice: BundleChoiceDto | null;
  /** The last application of a bundle; null before the first. */
  run: BundleRunDto | null;
}

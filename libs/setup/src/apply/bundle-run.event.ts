import { Hal0Event } from '@hal0/platform';
import type { BundleRunDto } from '../http/bundle-run.dto.js';

/** The application of a bundle has got further, or has ended. */
export class BundleRunEvent extends Hal0Event {
  static readonly type = 'bundle.run';
  readonly type = BundleRunEvent.type;

  constructor(readonly run: BundleRunDto) {
    super();
  }
}

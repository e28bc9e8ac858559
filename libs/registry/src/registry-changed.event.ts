import { Hal0Event } from '@hal0/platform';
import type { Model } from './model.js';

/** Models were added, removed or changed; `models` are all there are now. Published after they are stored. */
export class RegistryChangedEvent extends Hal0Event {
  static readonly type = 'registry.changed';
  readonly type = RegistryChangedEvent.type;

  constructor(readonly models: readonly Model[]) {
    super();
  }
}

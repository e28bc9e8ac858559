import { Hal0Event } from '@hal0/platform';
import type { UpstreamDto } from './http/upstream.dto.js';

/** Something that a person sees of an upstream has changed: its state, its settings or its models. */
export class UpstreamStateEvent extends Hal0Event {
  static readonly type = 'upstream.state';
  readonly type = UpstreamStateEvent.type;

  constructor(readonly upstream: UpstreamDto) {
    super();
  }
}

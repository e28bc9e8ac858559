import { Hal0Event } from '@hal0/platform';
import type { Pull, PullState } from './pull.js';

export type PullEventType =
  'pull.queued' | 'pull.progress' | 'pull.paused' | 'pull.completed' | 'pull.failed' | 'pull.cancelled';

/** A pull has come further; told after it is stored, progress at most four times a second. */
export class PullEvent extends Hal0Event {
  constructor(
    readonly type: PullEventType,
    readonly pull: Pull,
  ) {
    super();
  }
}

/** What is told when a pull has come to a state. */
export const PULL_EVENT_OF: Readonly<Record<PullState, PullEventType>> = {
  queued: 'pull.queued',
  running: 'pull.progress',
  verifying: 'pull.progress',
  paused: 'pull.paused',
  completed: 'pull.completed',
  failed: 'pull.failed',
  cancelled: 'pull.cancelled',
};

import type { PullState } from '../../../api/models';
import type { HaloState } from '../../ui/halo/halo-state';

export const PULL_RINGS: Readonly<Record<PullState, HaloState>> = {
  queued: 'idle',
  running: 'pulling',
  verifying: 'warming',
  paused: 'idle',
  completed: 'ready',
  failed: 'error',
  cancelled: 'offline',
};

export const PULL_WORDS: Readonly<Record<PullState, string>> = {
  queued: 'queued',
  running: 'pulling',
  verifying: 'checking',
  paused: 'paused',
  completed: 'here',
  failed: 'failed',
  cancelled: 'cancelled',
};

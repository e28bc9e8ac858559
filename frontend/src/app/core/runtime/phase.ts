import type { LemonadePhase } from '../../../api/models';
import type { HaloState } from '../../ui/halo/halo-state';

/** Which ring stands for a phase of the runtime. */
export const PHASE_HALO: Readonly<Record<LemonadePhase, HaloState>> = {
  stopped: 'offline',
  fetching: 'pulling',
  starting: 'starting',
  running: 'ready',
  failed: 'error',
};

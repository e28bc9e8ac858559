/** The nine shapes of the ring, named as the slot states they stand for. */
export const HALO_STATES = [
  'offline',
  'pulling',
  'starting',
  'warming',
  'ready',
  'serving',
  'idle',
  'unloading',
  'error',
] as const;
export type HaloState = (typeof HALO_STATES)[number];

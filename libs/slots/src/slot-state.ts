/** The nine states of a slot; the wire value is the word itself. Source: ARCHITECTURE section 4, reference 1.4. */
export const SLOT_STATES = [
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
export type SlotState = (typeof SLOT_STATES)[number];

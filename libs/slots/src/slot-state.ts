/** The nine states of a slot; the wire value is the word itself. Source: ARCHITECTURE section 4. */
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

/** Every edge there is; there is no way around this table. Source: ARCHITECTURE section 4, "slot states". */
const EDGES: Readonly<Record<SlotState, readonly SlotState[]>> = {
  offline: ['pulling', 'starting', 'ready'],
  pulling: ['starting', 'error', 'offline'],
  starting: ['warming', 'error', 'offline'],
  warming: ['ready', 'idle', 'error', 'offline'],
  ready: ['serving', 'idle', 'unloading', 'error', 'offline'],
  serving: ['ready', 'idle', 'unloading', 'error', 'offline'],
  idle: ['serving', 'unloading', 'ready', 'offline'],
  unloading: ['offline', 'error'],
  error: ['offline', 'pulling', 'starting', 'ready'],
};

export function canMove(from: SlotState, to: SlotState): boolean {
  return EDGES[from].includes(to);
}

/** The model is loaded and requests may be forwarded. */
export function isDispatchable(state: SlotState): boolean {
  return state === 'ready' || state === 'serving' || state === 'idle';
}

/** The model is on its way in. */
export function isComing(state: SlotState): boolean {
  return state === 'pulling' || state === 'starting' || state === 'warming';
}

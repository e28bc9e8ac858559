import type { SlotDto, SlotState } from '@hal0/slots';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api/api-client.js';
import { ApiAnswerError } from './cli.errors.js';
import { slotPath } from './slot-path.js';
import type { Printer } from './terminal/printer.js';
import { elapsed } from './terminal/units.js';

const POLL_MS = 300;
const REDRAW_MS = 100;

export interface SlotWatch {
  api: ApiClient;
  print: Printer;
  /** The slot as it was before it was asked to change. */
  before: SlotDto;
  wanted: readonly SlotState[];
  signal: AbortSignal;
}

/**
 * Reads the slot until it is in a wanted state, showing its state and the time it takes. Polling, not the event
 * stream: one slot for a few seconds, and it survives a restart of the API.
 * @throws ApiAnswerError when the slot has failed or fallen back to offline
 */
export async function watchSlot({ api, print, before, wanted, signal }: SlotWatch): Promise<SlotDto> {
  const startedAt = performance.now();
  let shown = '';
  for (;;) {
    const slot = await api.call<SlotDto>(slotPath(before.name), { signal });
    if (wanted.includes(slot.state)) {
      print.progress('');
      return slot;
    }
    // A state from before the request is an old story.
    if (slot.stateSince !== before.stateSince) throwIfFailed(slot, print);
    if (!print.isWatched && slot.state !== shown) print.note(`${slot.name}: ${slot.state} (${elapsed(startedAt)})`);
    shown = slot.state;
    for (let waited = 0; waited < POLL_MS; waited += REDRAW_MS) {
      print.progress(`${slot.name}: ${slot.state}  ${elapsed(startedAt)}`);
      await sleep(REDRAW_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

function throwIfFailed(slot: SlotDto, print: Printer): void {
  if (slot.state !== 'error' && slot.state !== 'offline') return;
  print.progress('');
  if (slot.error) throw new ApiAnswerError(slot.error.code, slot.error.message);
  throw new ApiAnswerError(`slot.${slot.state}`, slot.stateReason ?? `Slot ${slot.name} is ${slot.state}.`);
}

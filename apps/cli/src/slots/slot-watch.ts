import type { SlotDto, SlotState } from '@hal0/slots';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api/api-client.js';
import { ApiAnswerError, TimedOutError } from '../cli.errors.js';
import type { Printer } from '../terminal/printer.js';
import { elapsed } from '../terminal/units.js';
import { slotPath } from './slot-path.js';

const POLL_MS = 300;
const REDRAW_MS = 100;

export interface SlotWatch {
  api: ApiClient;
  print: Printer;
  /** The slot as it was before it was asked to change. */
  before: SlotDto;
  wanted: readonly SlotState[];
  /** A wanted state that the slot was in before does not count. */
  mustChange?: boolean;
  timeoutSeconds: number;
  signal: AbortSignal;
}

/**
 * Reads the slot until it is in a wanted state, showing its state and the time it takes. Polling, not the event
 * stream: one slot for a few seconds, and it survives a restart of the API.
 * @throws ApiAnswerError when the slot has failed or fallen back to offline, TimedOutError
 */
export async function watchSlot(watch: SlotWatch): Promise<SlotDto> {
  const { api, print, before, wanted, mustChange = false, timeoutSeconds, signal } = watch;
  const startedAt = performance.now();
  let shown = '';
  for (;;) {
    const slot = await api.call<SlotDto>(slotPath(before.name), { signal });
    // A state from before the request is an old story.
    const isNews = slot.stateSince !== before.stateSince;
    if (wanted.includes(slot.state) && (isNews || !mustChange)) {
      print.progress('');
      return slot;
    }
    if (isNews) throwIfFailed(slot, print);
    if (performance.now() - startedAt > timeoutSeconds * 1_000) throw timedOut(slot, print, timeoutSeconds);
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

function timedOut(slot: SlotDto, print: Printer, seconds: number): TimedOutError {
  print.progress('');
  return new TimedOutError(
    `Slot ${slot.name} is still ${slot.state} after ${seconds} s.`,
    `hal0 slot show ${slot.name}`,
  );
}

import type { Hal0Error } from '@hal0/platform';
import { isDispatchable, SlotBusyError, SlotLoadingError } from '@hal0/slots';
import { UpstreamBusyError } from '../dispatcher.errors.js';
import { nameOf, type Target } from './target.js';

/** What a client that does not wait, or has waited long enough, is told to wait where nobody knows how long it takes. */
const RETRY_AFTER_SECONDS = 15;

/**
 * Why a target takes no request now.
 * @param secondsToLoad until the slot's model is there; null when nobody can tell
 */
export function noPlace(target: Target, secondsToLoad: number | null): Hal0Error {
  if (target.kind === 'upstream') return new UpstreamBusyError(nameOf(target), RETRY_AFTER_SECONDS);
  const { name, state, admission } = target.slot;
  if (isDispatchable(state)) return new SlotBusyError(name, admission.active, RETRY_AFTER_SECONDS);
  const seconds = secondsToLoad === null ? RETRY_AFTER_SECONDS : Math.max(1, Math.ceil(secondsToLoad));
  return new SlotLoadingError(name, state, seconds);
}

import type { Hal0Error } from '@hal0/platform';
import { isDispatchable, SlotBusyError, SlotLoadingError } from '@hal0/slots';
import { UpstreamBusyError } from '../dispatcher.errors.js';
import { nameOf, type Target } from './target.js';

/** What a client that does not wait, or has waited long enough, is told to wait. */
const RETRY_AFTER_SECONDS = 15;

/** Why a target takes no request now. */
export function noPlace(target: Target): Hal0Error {
  if (target.kind === 'upstream') return new UpstreamBusyError(nameOf(target), RETRY_AFTER_SECONDS);
  const { name, state, admission } = target.slot;
  return isDispatchable(state)
    ? new SlotBusyError(name, admission.active, RETRY_AFTER_SECONDS)
    : new SlotLoadingError(name, state, RETRY_AFTER_SECONDS);
}

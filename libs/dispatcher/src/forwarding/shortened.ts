import type { Hal0Error } from '@hal0/platform';
import type { Slot } from '@hal0/slots';
import type { RequestBody } from '../body/request-body.js';
import type { SlotWays } from './slot-ways.js';

/** How much llama-server takes, as it says when it refuses more. */
const MOST = /(?:current batch size: |available context size \()(\d+)/;

/**
 * Has a body ask for less, when its slot refused it as too long.
 * @returns whether it does so now; null when that is not the matter, or when the body may not be cut
 */
export function shortened(
  body: RequestBody,
  slot: Slot,
  { code, message }: Hal0Error,
  ways: SlotWays,
): Promise<boolean> | null {
  const [, most] = (code === 'context_length_exceeded' && MOST.exec(message)) || [];
  const { endpoint } = slot;
  if (!body.shorten || !endpoint || most === undefined) return null;
  const measure = { most: Number(most), tokensOf: (text: string) => ways.tokensOf(slot, endpoint, text) };
  // Where nobody can tell how long a text is, the refusal stands.
  return body.shorten(measure).catch(() => false);
}

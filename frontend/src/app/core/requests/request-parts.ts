import type { RequestRow } from './request-row';

export type PartName = 'tried' | 'queue' | 'load' | 'prefill' | 'decode' | 'hal0';

export interface RequestPart {
  name: PartName;
  ms: number;
}

/** In the order in which they pass. */
export const PARTS: readonly PartName[] = ['hal0', 'tried', 'queue', 'load', 'prefill', 'decode'];

/** Shorter parts, in milliseconds, are not worth a word. */
export const NOTABLE_MS = 0.5;

/** Where the time of a request went. What is not known counts to decode, which ends when the request does. */
export function partsOf({
  queueMs,
  loadMs,
  ttftMs,
  firstByteMs,
  totalMs,
  gatewayMs,
  triedMs,
  stream,
}: RequestRow): readonly RequestPart[] {
  // A plain answer's first byte comes with its last; of a provider nobody tells how long it generated.
  const prefill = firstByteMs === null ? 0 : (ttftMs ?? (stream ? firstByteMs : 0));
  return [
    { name: 'hal0', ms: gatewayMs },
    { name: 'tried', ms: triedMs },
    { name: 'queue', ms: queueMs },
    { name: 'load', ms: loadMs },
    { name: 'prefill', ms: prefill },
    { name: 'decode', ms: Math.max(0, totalMs - gatewayMs - triedMs - queueMs - loadMs - prefill) },
  ];
}

import type { FinishedRequestDto } from '@hal0/activity';

export type PartName = 'gateway' | 'queue' | 'load' | 'in vain' | 'first token' | 'generation' | 'no answer';

interface RequestPart {
  name: PartName;
  ms: number;
}

/** Where the time of a request went, in the order in which it passes. The last part is what the others leave of the whole. */
export function partsOf(request: FinishedRequestDto): readonly RequestPart[] {
  const { gatewayMs, queueMs, loadMs, triedMs, firstByteMs, ttftMs, totalMs } = request;
  // A plain answer's first byte comes with its last; the first token is told apart from that.
  const firstMs = firstByteMs === null ? 0 : (ttftMs ?? firstByteMs);
  return [
    { name: 'gateway', ms: gatewayMs },
    { name: 'queue', ms: queueMs },
    { name: 'load', ms: loadMs },
    { name: 'in vain', ms: triedMs },
    { name: 'first token', ms: firstMs },
    {
      name: firstByteMs === null ? 'no answer' : 'generation',
      ms: Math.max(0, totalMs - gatewayMs - queueMs - loadMs - triedMs - firstMs),
    },
  ];
}

/** Percent of the whole, 0 to 100. */
export const shareOf = (ms: number, totalMs: number): number =>
  totalMs > 0 ? Math.min(100, Math.round((100 * ms) / totalMs)) : 0;

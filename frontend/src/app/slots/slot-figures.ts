import type { SlotDto } from '../../api/models';

export interface SlotFigure {
  label: string;
  value: string | null;
  unit?: string;
  hint: string;
}

/** The four figures of a slot, rounded for reading. */
export function slotFigures(slot: SlotDto): readonly SlotFigure[] {
  const { ttftMs, tokensPerSecond } = slot.metrics;
  return [
    { label: 'TTFT', ...duration(ttftMs), hint: 'Time to the first byte of the latest answer' },
    {
      label: 'tok/s',
      value: tokensPerSecond === null ? null : significant(tokensPerSecond),
      hint: 'Generation speed of the latest answer, tokens per second',
    },
    { label: 'Queue', value: String(slot.queuedRequests), hint: 'Requests waiting for a turn' },
    { label: 'KV', value: null, hint: 'Share of the context memory in use; not known' },
  ];
}

function duration(milliseconds: number | null): { value: string | null; unit: string } {
  if (milliseconds === null) return { value: null, unit: 'ms' };
  if (milliseconds < 1000) return { value: String(Math.round(milliseconds)), unit: 'ms' };
  return { value: significant(milliseconds / 1000), unit: 's' };
}

/** Three digits are as many as a glance can use. */
function significant(number: number): string {
  if (number >= 100) return String(Math.round(number));
  return number.toFixed(number >= 10 ? 1 : 2);
}

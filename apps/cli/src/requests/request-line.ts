import type { FinishedRequestDto } from '@hal0/activity';
import type { Printer } from '../terminal/printer.js';
import { none, span } from '../terminal/units.js';
import { partsOf, shareOf } from './request-parts.js';

/** Percent of the whole from which on a part is worth a word. */
const NOTABLE_SHARE = 10;

const MARKS = { completed: 'ok', failed: 'failed', abandoned: 'warning' } as const;

/** One request on one line: when, how it ended, how long it took and with what. */
export function requestLine(print: Printer, request: FinishedRequestDto): string {
  const { startedAt, totalMs, status, id } = request;
  const longest = partsOf(request)
    .filter(({ ms }) => shareOf(ms, totalMs) >= NOTABLE_SHARE)
    .map(({ name, ms }) => `${name} ${span(ms)}`);
  return [
    print.dim(new Date(startedAt).toISOString()),
    print.state(MARKS[request.outcome], String(status)),
    span(totalMs).padStart(8),
    serverOf(request).padEnd(24),
    [troubleOf(request), print.dim(longest.join(', '))].filter(Boolean).join(': '),
    print.dim(id),
  ].join('  ');
}

/** How a request ended: its status, and the error's code or that the client hung up. */
export const outcomeOf = (print: Printer, request: FinishedRequestDto): string =>
  print.state(MARKS[request.outcome], [request.status, troubleOf(request)].filter(Boolean).join(' '));

/** Empty for a request that went well. */
function troubleOf({ outcome, errorCode }: FinishedRequestDto): string {
  if (outcome === 'completed') return '';
  return outcome === 'abandoned' ? 'client hung up' : (errorCode ?? 'failed');
}

/** The slot, or the upstream with its model: what a person calls it. */
export function serverOf({ slot, servedBy, model }: FinishedRequestDto): string {
  if (slot !== null) return slot;
  if (servedBy === null) return none;
  return model === null ? servedBy : `${servedBy}/${model}`;
}

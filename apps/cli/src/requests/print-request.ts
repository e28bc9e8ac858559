import type { FinishedRequestDto } from '@hal0/activity';
import type { Printer } from '../terminal/printer.js';
import { span } from '../terminal/units.js';
import { outcomeOf, serverOf } from './request-line.js';
import { partsOf, shareOf } from './request-parts.js';
import { attemptOf, whySlow } from './why-slow.js';

/** Characters of a bar that stands for the whole time. */
const BAR_WIDTH = 40;

/** One request for people: what it was, and where its time went. */
export function printRequest(print: Printer, request: FinishedRequestDto): void {
  const { attempts, promptTokens, cachedTokens, completionTokens } = request;
  print.facts([
    ['request', print.bold(request.id)],
    ['came', `${new Date(request.startedAt).toISOString()} to ${request.path}`],
    ['ended', `${outcomeOf(print, request)} after ${span(request.totalMs)}`],
    ['served by', request.servedBy && `${serverOf(request)}${request.slot === null ? '' : ' on this machine'}`],
    ...attempts.map((attempt, index) => [index ? '' : 'tried before', attemptOf(attempt)] as const),
    ['client spoke', request.dialect === 'openai' ? null : request.dialect],
    ['model', request.model],
    ['key', request.key],
    ['answer', request.stream ? 'streamed' : 'in one piece'],
    ['prompt', tokens(promptTokens, request.promptTokensPerSecond)],
    ['of it cached', tokens(cachedTokens, null)],
    ['generated', tokens(completionTokens, request.tokensPerSecond)],
  ]);
  print.line();
  const { totalMs } = request;
  const parts = partsOf(request).filter(({ name, ms }) => name !== 'in vain' || ms > 0);
  for (const { name, ms } of parts) {
    const bar = '█'.repeat(totalMs > 0 ? Math.min(BAR_WIDTH, Math.round((BAR_WIDTH * ms) / totalMs)) : 0);
    const share = `${shareOf(ms, totalMs)} %`.padStart(5);
    print.line(`${print.dim(name.padEnd(11))}  ${span(ms).padStart(9)}  ${share}  ${bar}`.trimEnd());
  }
  print.line();
  for (const sentence of whySlow(request)) print.line(sentence);
}

function tokens(count: number | null, perSecond: number | null): string | null {
  if (count === null) return null;
  return `${count} tokens${perSecond === null ? '' : `, ${perSecond.toFixed(1)} tok/s`}`;
}

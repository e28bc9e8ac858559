import type { RequestAttemptDto } from '../../../api/models';
import { partsOf, type PartName } from '../../core/requests/request-parts';
import type { RequestRow } from '../../core/requests/request-row';
import { describeCount, describeReason } from '../../core/requests/request-words';
import { describeDuration, significant } from '../../ui/numbers';

/** Where most of a request's time went, why, and what would make the next one faster. */
export interface Verdict {
  part: PartName;
  /** "87 % of 14.2 s went into loading the model." */
  headline: string;
  /** What is known about that part; empty when nothing is. */
  because: string;
  /** What to do about it. */
  advice: string;
}

const WENT_INTO: Readonly<Record<PartName, string>> = {
  hal0: 'went into hal0 itself',
  tried: 'went into targets that gave no answer',
  queue: 'went into waiting for a turn',
  load: 'went into loading the model',
  prefill: 'went by before the first token',
  decode: 'went into writing the answer',
};

/** Shorter requests, in milliseconds, are over before anybody could wait for them. */
const SLOW_MS = 20;

/** The part of a request's time that `ms` is, as a percentage. */
export function shareOf(ms: number, { totalMs }: RequestRow): string {
  const percent = totalMs > 0 ? Math.min(100, Math.round((100 * ms) / totalMs)) : 0;
  return ms > 0 && percent === 0 ? 'under 1 %' : `${percent} %`;
}

/** Null for a request that took no time worth a word. */
export function whySlow(request: RequestRow): Verdict | null {
  const most = [...partsOf(request)].sort((a, b) => b.ms - a.ms)[0];
  if (!most || most.ms <= 0 || request.totalMs < SLOW_MS) return null;
  const unanswered = most.name === 'decode' && request.firstByteMs === null;
  return {
    part: most.name,
    headline: `${shareOf(most.ms, request)} of ${describeDuration(request.totalMs)} ${wentInto(most.name, request)}.`,
    because: unanswered ? '' : because(most.name, request),
    advice: unanswered ? UNANSWERED : advice(most.name, request),
  };
}

function wentInto(part: PartName, { firstByteMs, ttftMs, stream, slot, servedBy }: RequestRow): string {
  if (part !== 'decode') return WENT_INTO[part];
  if (firstByteMs === null) return 'went by without a first byte of an answer';
  // In one piece from a provider, which does not tell reading from writing.
  const undivided = slot === null && !stream && ttftMs === null;
  return undivided ? `went by until ${servedBy ?? 'the upstream'} had answered` : WENT_INTO.decode;
}

const UNANSWERED = 'Look at the log of that time: the model server, or the provider, says there what it was doing.';

function because(part: PartName, request: RequestRow): string {
  const { promptTokens, cachedTokens, promptTokensPerSecond, completionTokens, tokensPerSecond, slot, attempts } =
    request;
  const first = attempts[0]?.target ?? slot;
  switch (part) {
    case 'tried':
      return `In vain: ${attempts.map(describeAttempt).join(', then ')}.`;
    case 'queue':
      return `Every place of ${first ?? 'its target'} was taken when it came.`;
    case 'load':
      return attempts[0]
        ? `${attempts[0].target} was not ready when it came.`
        : `${request.model ?? 'The model'} was not in memory when it came.`;
    case 'prefill': {
      if (promptTokens === null) return '';
      const cached = cachedTokens === null ? '' : `, ${describeCount(cachedTokens)} of them from the cache`;
      return `The prompt has ${describeCount(promptTokens)} tokens${cached}${atSpeed(promptTokensPerSecond)}.`;
    }
    case 'decode':
      if (completionTokens === null) return '';
      return `The answer has ${describeCount(completionTokens)} tokens${atSpeed(tokensPerSecond)}.`;
    case 'hal0':
      return '';
  }
}

/** "openai/gpt-4o (rate limited, 1.20 s)". */
function describeAttempt({ target, reason, ms }: RequestAttemptDto): string {
  return `${target} (${describeReason(reason)}, ${describeDuration(ms)})`;
}

function atSpeed(tokensPerSecond: number | null): string {
  return tokensPerSecond === null ? '' : `, at ${significant(tokensPerSecond)} tok/s`;
}

function advice(part: PartName, { slot, servedBy }: RequestRow): string {
  const it = slot ?? 'the slot';
  switch (part) {
    case 'tried':
      return 'Put a target that answers first, or let the chain go on sooner.';
    case 'queue':
      return slot === null
        ? `Let more requests at once go to ${servedBy ?? 'the upstream'}, or give the model a fallback.`
        : `Let ${it} serve more at once, or give it a fallback for when its queue is long.`;
    case 'load':
      return `Pin ${it}, or give it a longer idle timeout, and its model stays in memory.`;
    case 'prefill':
      return slot === null
        ? 'A shorter prompt, or one that begins as earlier ones did, is read faster.'
        : 'A prompt that begins as the one before it did is read from the cache; a shorter one is read faster.';
    case 'decode':
      return slot === null
        ? 'Ask for fewer tokens, or for a faster model.'
        : `Ask for fewer tokens, or give ${it} a smaller model or a faster device.`;
    case 'hal0':
      return 'This is not usual. The processor of the box may have been taken by something else.';
  }
}

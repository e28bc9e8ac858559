import { partsOf, type PartName } from '../../core/requests/request-parts';
import type { RequestRow } from '../../core/requests/request-row';
import { describeCount } from '../../core/requests/request-words';
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
  queue: 'went into waiting for a turn',
  load: 'went into loading the model',
  prefill: 'went by before the first token',
  decode: 'went into writing the answer',
};

/** Null for a request that took no time worth a word. */
export function whySlow(request: RequestRow): Verdict | null {
  const most = [...partsOf(request)].sort((a, b) => b.ms - a.ms)[0];
  if (!most || most.ms <= 0 || request.totalMs <= 0) return null;
  const share = Math.min(100, Math.round((100 * most.ms) / request.totalMs));
  const unanswered = most.name === 'decode' && request.firstByteMs === null;
  const words = unanswered ? 'went by without a first byte of an answer' : WENT_INTO[most.name];
  return {
    part: most.name,
    headline: `${share} % of ${describeDuration(request.totalMs)} ${words}.`,
    because: unanswered ? '' : because(most.name, request),
    advice: unanswered ? UNANSWERED : advice(most.name, request),
  };
}

const UNANSWERED = 'Look at the log of that time: the model server, or the provider, says there what it was doing.';

function because(part: PartName, request: RequestRow): string {
  const { promptTokens, cachedTokens, promptTokensPerSecond, completionTokens, tokensPerSecond, slot } = request;
  switch (part) {
    case 'queue':
      return `Every place of ${slot ?? 'its target'} was taken when it came.`;
    case 'load':
      return `${request.model ?? 'The model'} was not in memory when it came.`;
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

function atSpeed(tokensPerSecond: number | null): string {
  return tokensPerSecond === null ? '' : `, at ${significant(tokensPerSecond)} tok/s`;
}

function advice(part: PartName, { slot, servedBy }: RequestRow): string {
  const it = slot ?? 'the slot';
  switch (part) {
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

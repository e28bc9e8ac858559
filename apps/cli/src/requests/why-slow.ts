import type { FinishedRequestDto, RequestAttemptDto } from '@hal0/activity';
import { span } from '../terminal/units.js';
import { partsOf, shareOf, type PartName } from './request-parts.js';

const WENT_INTO: Readonly<Record<PartName, string>> = {
  gateway: 'went into hal0 itself',
  queue: 'went into waiting for a turn',
  load: 'went into loading the model',
  'in vain': 'went into targets that gave no answer',
  'first token': 'went by before the first token',
  generation: 'went into writing the answer',
  'no answer': 'went by without a first byte of an answer',
};

/** Where most of a request's time went, why, and what makes the next one faster: one sentence each. */
export function whySlow(request: FinishedRequestDto): string[] {
  const { totalMs, servedBy, errorCode } = request;
  if (servedBy === null) return [`It was refused before any model was asked: ${errorCode ?? 'no reason is known'}.`];
  const most = partsOf(request).reduce((longest, part) => (part.ms > longest.ms ? part : longest));
  const share = `${shareOf(most.ms, totalMs)} % of ${span(totalMs)}`;
  return [`${share} ${WENT_INTO[most.name]}.`, ...REASONS[most.name](request)];
}

const REASONS: Readonly<Record<PartName, (request: FinishedRequestDto) => string[]>> = {
  gateway: () => ['That is not usual: the processor may have been taken by something else.'],
  queue: ({ slot, servedBy }) => [
    `Every place of ${slot ?? servedBy ?? 'its target'} was taken when it came.`,
    slot === null
      ? 'A higher concurrency of the upstream lets more in at once.'
      : `More at once: hal0 slot edit ${slot} --set parallel=2. Elsewhere when the line is long: --fallback with --fallback-queue-longer-than.`,
  ],
  load: ({ slot, model }) => [
    `${model ?? 'The model'} was not in memory when it came.`,
    ...(slot === null ? [] : [`It stays there with: hal0 slot edit ${slot} --set pinned=true`]),
  ],
  'in vain': ({ attempts }) => [
    `Tried before: ${attempts.map(attemptOf).join(', ')}.`,
    'Ask for what served by its own name, or put it first, while the others are in trouble.',
  ],
  'first token': ({ promptTokens, cachedTokens, promptTokensPerSecond }) => [
    ...(promptTokens === null
      ? []
      : [
          `The prompt has ${promptTokens} tokens${cachedTokens === null ? '' : `, ${cachedTokens} of them cached`}${atSpeed(promptTokensPerSecond)}.`,
        ]),
    'A prompt that begins as an earlier one did is read from the cache; a shorter one is read faster.',
  ],
  generation: ({ completionTokens, tokensPerSecond }) => [
    ...(completionTokens === null ? [] : [`The answer has ${completionTokens} tokens${atSpeed(tokensPerSecond)}.`]),
    'Fewer tokens, a smaller model or a faster device make it faster.',
  ],
  'no answer': () => ['hal0 logs tells what the model server was doing at that time.'],
};

/** A target that was tried in vain, why, and how long. */
export const attemptOf = ({ target, reason, ms }: RequestAttemptDto): string =>
  `${target} (${wordsOf(reason)}, ${span(ms)})`;

/** Reasons of hal0's own are words; codes of errors stay as they are. */
const wordsOf = (reason: string): string => (reason.includes('.') ? reason : reason.replaceAll('_', ' '));

const atSpeed = (tokensPerSecond: number | null): string =>
  tokensPerSecond === null ? '' : `, at ${tokensPerSecond.toFixed(1)} tok/s`;

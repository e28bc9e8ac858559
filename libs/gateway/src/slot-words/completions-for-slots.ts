import { UntranslatableRequestError } from '@hal0/dispatcher';
import type { JsonObject } from '../intake/json-fields.js';
import type { SlotWords } from './slot-words.js';

/** What llama.cpp's server takes and does not do, which would look like an answer that it is not. */
const NOT_DONE: readonly (readonly [param: string, isAsked: (value: unknown) => boolean, instead: string])[] = [
  ['echo', (value) => value === true, 'Put the prompt before the answer yourself.'],
  ['best_of', (value) => typeof value === 'number' && value > 1, 'Ask several times, and choose.'],
  [
    'suffix',
    (value) => typeof value === 'string' && value !== '',
    "Write the prompt with the model's own marks for it.",
  ],
  // It would write one token.
  ['max_tokens', (value) => value === 0, 'Ask for 1 or more, or leave it out.'],
];

/** Completions on slots are as they came, or none. */
export const completionsForSlots: SlotWords = {
  differ: (fields) => fault(fields) !== undefined,
  /** @throws UntranslatableRequestError */
  tell: (fields) => {
    const [param, , instead] = fault(fields) ?? [];
    if (param === undefined) return fields;
    const what = param === 'max_tokens' ? 'no "max_tokens" of 0' : `no "${param}"`;
    throw new UntranslatableRequestError(`The model servers of slots have ${what}. ${instead}`, param);
  },
};

function fault(fields: JsonObject) {
  return NOT_DONE.find(([param, isAsked]) => isAsked(fields[param]));
}

import { InvalidBodyError } from '../gateway.errors.js';
import type { SlotWords } from './slot-words.js';

const FIXED = 'The vectors of a slot\'s model have a length of their own. Leave "dimensions" out.';

/** Model servers here pass over a wish for shorter vectors, and a store that was made for those would break later. */
export const embeddingsForSlots: SlotWords = {
  differ: ({ dimensions }) => (dimensions ?? null) !== null,
  tell: () => {
    throw new InvalidBodyError(FIXED, 'dimensions');
  },
};

import type { ModelType } from '@hal0/config';

/** Models that only read documents take longer ones, at next to no cost. */
const READERS: readonly ModelType[] = ['embedding', 'reranking'];
const FOR_READERS = 8_192;
const OTHERWISE = 4_096;

/** Tokens for one request where nobody says: what the model was made for, up to a bound. */
export function automaticContext({ type, contextLength }: { type: ModelType; contextLength: number | null }): number {
  const most = READERS.includes(type) ? FOR_READERS : OTHERWISE;
  return Math.min(contextLength ?? most, most);
}

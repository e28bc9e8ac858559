import type { SlotSettings } from '@hal0/config';
import { automaticContext, type Model } from '@hal0/registry';

/**
 * Tokens that one request to a slot may use; null for a backend that has no such option. A slot that does not say has what
 * its model was made for, up to a bound. hal0 always settles it itself: lemond left alone gives a model on a GPU the largest
 * context that the free memory holds (seen in its source, `compute_auto_context_size`), so that one chat model would take
 * the room of all others.
 */
export function contextSizeOf(
  { context_size }: Pick<SlotSettings, 'context_size'>,
  { recipe, type, contextLength }: Pick<Model, 'recipe' | 'type' | 'contextLength'>,
): number | null {
  if (recipe !== 'llamacpp') return null;
  return context_size ?? automaticContext({ type, contextLength });
}

/** lemond lets no embedding model have less than this, whatever it is told (seen on 2026.39). */
const LEAST_EMBEDDING_CONTEXT = 8_192;

/** Tokens that the model's server makes room for, for all requests together; null as above. */
export function wholeContextOf(
  record: Pick<SlotSettings, 'context_size' | 'parallel'>,
  model: Pick<Model, 'recipe' | 'type' | 'contextLength'>,
): number | null {
  const each = contextSizeOf(record, model);
  if (each === null) return null;
  const whole = each * record.parallel;
  return model.type === 'embedding' ? Math.max(whole, LEAST_EMBEDDING_CONTEXT) : whole;
}

import type { SlotSettings } from '@hal0/config';
import { KV_CACHE_TYPES, type KvCacheType, type ServingPlan } from '@hal0/hardware';
import type { Model } from '@hal0/registry';
import { contextSizeOf, wholeContextOf } from './context-size.js';

/** A backend without contexts keeps none worth counting. */
const LEAST_CONTEXT = 256;

type LoadOptions = Pick<SlotSettings, 'context_size' | 'parallel' | 'extra_args'>;

/** How a model is served by a slot with this record, as far as memory is concerned. */
export function servingPlan(record: LoadOptions, model: Pick<Model, 'recipe' | 'type' | 'contextLength'>): ServingPlan {
  const { parallel, extra_args = '' } = record;
  const option = optionsIn(extra_args);
  const whole = wholeContextOf(record, model);
  const plan: ServingPlan = { contextSize: whole === null ? LEAST_CONTEXT : Math.ceil(whole / parallel), parallel };
  const kvCacheType = wider(option('-ctk', '--cache-type-k'), option('-ctv', '--cache-type-v'));
  if (kvCacheType) plan.kvCacheType = kvCacheType;
  const ubatchSize = positive(option('-ub', '--ubatch-size')) ?? wholeTextsOf(record, model);
  if (ubatchSize) plan.ubatchSize = ubatchSize;
  const promptCacheMib = positive(option('-cram', '--cache-ram'));
  if (promptCacheMib) plan.promptCacheMib = promptCacheMib;
  if (option('-fa', '--flash-attn') === 'off') plan.flashAttention = false;
  return plan;
}

/**
 * How much of a model a graphics card is told to hold, from 0 to 1: all of it, unless the slot says how many layers. The output
 * counts as one more. Source: llama.cpp, `n_gpu_layers`.
 */
export function shareOnCard({ extra_args = '' }: Pick<LoadOptions, 'extra_args'>, layers: number): number {
  const told = Number(optionsIn(extra_args)('-ngl', '--gpu-layers', '--n-gpu-layers') ?? NaN);
  return Number.isInteger(told) && told >= 0 ? Math.min(1, told / (layers + 1)) : 1;
}

/** Models that read documents are given batches as long as a whole text may be. */
function wholeTextsOf(
  record: LoadOptions,
  model: Pick<Model, 'recipe' | 'type' | 'contextLength'>,
): number | undefined {
  const readsTexts = model.type === 'embedding' || model.type === 'reranking';
  return readsTexts ? (contextSizeOf(record, model) ?? undefined) : undefined;
}

/** The value of an option of llama-server under either of its names; the last one counts, as it does there. */
function optionsIn(args: string): (...names: string[]) => string | undefined {
  const words = args.split(/[\s=]+/);
  return (...names) => words[words.findLastIndex((word) => names.includes(word)) + 1 || words.length];
}

/** Keys and values may be of two types; the estimate knows one, so it takes the wider. A type it does not know counts as f16. */
function wider(...given: (string | undefined)[]): KvCacheType | undefined {
  if (given.every((type) => type === undefined)) return undefined;
  const types = given.map((type) => KV_CACHE_TYPES.find((known) => known === type) ?? 'f16');
  return KV_CACHE_TYPES.find((known) => types.includes(known));
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

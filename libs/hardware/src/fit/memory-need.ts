import type { KvCacheType, ModelShape, ServingPlan } from './model-shape.js';

/** Whole MiB, each part rounded up. */
export interface MemoryParts {
  weightsMib: number;
  kvCacheMib: number;
  computeBuffersMib: number;
  overheadMib: number;
}

export type Place = 'system' | 'gpu';

const BYTES_PER_MIB = 1024 * 1024;
const BYTES_PER_FLOAT = 4;

/** Bytes per number; the quantised types keep blocks of 32 with a scale. Source: ggml, `ggml-common.h`. */
const KV_BYTES: Record<KvCacheType, number> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };
/** The cache of one sequence holds a multiple of this many tokens. Source: llama.cpp, `llama_context`, n_ctx_seq. */
export const CONTEXT_STEP = 256;

const LARGE_VOCABULARY = 151_936;
/** Heap, threads and libraries of llama-server, and what its vocabulary takes for each token; measured, with room. */
const SERVER_MIB = 48;
const BYTES_PER_TOKEN_OF_VOCABULARY = 300;
/** What a GPU driver keeps for a process beside its buffers. A rule of thumb. */
const GPU_CONTEXT_MIB = 256;

/**
 * Memory that llama-server takes in one place for the `share` of a model, 0 to 1, that lies there.
 *
 * - weights: the files, as large as they are.
 * - KV cache: for each sequence and attention layer `cells × kvHeads × (keyLength + valueLength)` numbers, where cells is
 *   the context rounded up to 256; in layers with a sliding window no more than window + ubatch, rounded up. Recurrent
 *   layers hold a state of fixed size instead. Source: llama.cpp, `llama_kv_cache` and `llama_kv_cache_iswa`.
 * - compute buffers: the graph of one ubatch. Its widest place is the feed-forward part or, without flash attention, the
 *   scores `cells × heads`; the mask `cells` comes on top. The factors were measured: nine model shapes come out within
 *   1 MiB or 1 %, mixtures of experts of other proportions up to half too large. Logits count for nothing, as
 *   llama-server reserves one row per sequence (ggml-org/llama.cpp#23861, May 2026). What a projector needs while it
 *   looks at a picture is not counted.
 * - overhead: the process, its vocabulary, the GPU's context.
 */
export function memoryNeed(model: ModelShape, plan: ServingPlan, place: Place, share: number): MemoryParts {
  const onGpu = place === 'gpu';
  return {
    weightsMib: mib(model.weightsBytes * share),
    kvCacheMib: mib(kvCacheBytes(model, plan) * share),
    computeBuffersMib: mib(share > 0 ? computeBytes(model, plan) : inputBytes(model, plan)),
    overheadMib: Math.ceil(onGpu ? GPU_CONTEXT_MIB : serverMib(model, plan)),
  };
}

function kvCacheBytes(model: ModelShape, plan: ServingPlan): number {
  const { windowLayers, fullLayers } = attention(model);
  const { kvLength } = widths(model);
  const cells = fullLayers * contextCells(plan) + windowLayers * windowCells(model, plan);
  const sequence = cells * kvLength * KV_BYTES[plan.kvCacheType ?? 'f16'] + (model.recurrentStateBytes ?? 0);
  return (plan.parallel ?? 1) * sequence;
}

function computeBytes(model: ModelShape, plan: ServingPlan): number {
  const { embedding, query, kvLength } = widths(model);
  const experts = model.expertsUsed ?? 0;
  const feedForward = (experts || 1) * (model.feedForwardLength ?? 4 * embedding);
  const mask = maskCells(model, plan);
  const throughFeedForward = 3 * feedForward + (5 + experts) * embedding;
  const throughAttention = 3 * embedding + 2 * query + kvLength;
  if (plan.flashAttention ?? true) {
    // The mask is f16 here, f32 below.
    return ubatch(plan) * (BYTES_PER_FLOAT * Math.max(throughFeedForward, throughAttention) + 2 * mask);
  }
  const scores = widestCells(model, plan) * model.heads;
  const withScores = 4 * embedding + 2 * query + kvLength + scores;
  return ubatch(plan) * BYTES_PER_FLOAT * (Math.max(throughFeedForward, withScores) + mask);
}

/** What stays in system memory of a graph that runs on the GPU: the tokens' embeddings and the mask. */
function inputBytes(model: ModelShape, plan: ServingPlan): number {
  return ubatch(plan) * BYTES_PER_FLOAT * (2 * model.embeddingLength + maskCells(model, plan));
}

function serverMib(model: ModelShape, plan: ServingPlan): number {
  const vocabulary = (model.vocabularySize ?? LARGE_VOCABULARY) * BYTES_PER_TOKEN_OF_VOCABULARY;
  return SERVER_MIB + vocabulary / BYTES_PER_MIB + (plan.promptCacheMib ?? 0);
}

function widths(model: ModelShape): { embedding: number; query: number; kvLength: number } {
  const embedding = model.embeddingLength;
  const keyLength = model.keyLength ?? embedding / model.heads;
  const valueLength = model.valueLength ?? keyLength;
  return { embedding, query: model.heads * keyLength, kvLength: model.kvHeads * (keyLength + valueLength) };
}

function attention({ layers, attentionLayers = layers, slidingWindow }: ModelShape) {
  const windowLayers = Math.min(slidingWindow?.layers ?? 0, attentionLayers);
  return { windowLayers, fullLayers: attentionLayers - windowLayers };
}

/** Cells that one row of the masks spans; a model without a cache looks at the batch itself. */
function maskCells(model: ModelShape, plan: ServingPlan): number {
  const { windowLayers, fullLayers } = attention(model);
  if (windowLayers + fullLayers === 0) return ubatch(plan);
  return (fullLayers ? contextCells(plan) : 0) + (windowLayers ? windowCells(model, plan) : 0);
}

function widestCells(model: ModelShape, plan: ServingPlan): number {
  const { windowLayers, fullLayers } = attention(model);
  if (fullLayers) return contextCells(plan);
  return windowLayers ? windowCells(model, plan) : ubatch(plan);
}

const contextCells = (plan: ServingPlan): number => roundUp(plan.contextSize, CONTEXT_STEP);

function windowCells({ slidingWindow }: ModelShape, plan: ServingPlan): number {
  const window = roundUp((slidingWindow?.tokens ?? 0) + ubatch(plan), CONTEXT_STEP);
  return Math.min(window, contextCells(plan));
}

/** Never more than the context of all sequences. Source: llama.cpp, `llama_context`, n_batch. */
function ubatch({ ubatchSize = 512, contextSize, parallel = 1 }: ServingPlan): number {
  return Math.min(ubatchSize, contextSize * parallel);
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
const mib = (bytes: number): number => Math.ceil(bytes / BYTES_PER_MIB);

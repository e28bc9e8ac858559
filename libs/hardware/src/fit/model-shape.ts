/** Element types of the KV cache that llama-server is given with `--cache-type-k` and `-v`. */
export const KV_CACHE_TYPES = ['f16', 'q8_0', 'q4_0'] as const;
export type KvCacheType = (typeof KV_CACHE_TYPES)[number];

/** What a model's files and headers say about the memory it takes. Names in brackets: the GGUF key. */
export interface ModelShape {
  /** Sizes of all files that are loaded: every shard, and the projector of a vision model. */
  weightsBytes: number;
  /** [block_count] */
  layers: number;
  /** [embedding_length] */
  embeddingLength: number;
  /** Query heads of one layer [attention.head_count]. */
  heads: number;
  /** Heads whose keys and values are kept [attention.head_count_kv]. */
  kvHeads: number;
  /** Numbers in a head's key [attention.key_length]; the embedding shared among the heads when absent. */
  keyLength?: number;
  /** Numbers in a head's value [attention.value_length]; as `keyLength` when absent. */
  valueLength?: number;
  /** Width of the feed-forward part [feed_forward_length], of one expert in a mixture [expert_feed_forward_length]; four embeddings when absent. */
  feedForwardLength?: number;
  /** Experts at work for one token [expert_used_count]; absent for a dense model. */
  expertsUsed?: number;
  /** Entries of [tokenizer.ggml.tokens]; a large vocabulary when absent. */
  vocabularySize?: number;
  /** Layers that keep keys and values: fewer than all in a hybrid, 0 in an encoder; all when absent. */
  attentionLayers?: number;
  /** Layers among those that look back over a window of so many tokens only [attention.sliding_window]. */
  slidingWindow?: { layers: number; tokens: number };
  /** State of the recurrent layers of a hybrid for one sequence, all layers together. */
  recurrentStateBytes?: number;
}

/** How the model is to be served. */
export interface ServingPlan {
  /** Tokens that one request may use. */
  contextSize: number;
  /** Requests answered at once, each with a context of its own; 1 when absent. */
  parallel?: number;
  /** f16 when absent. */
  kvCacheType?: KvCacheType;
  /** Tokens of a prompt worked on at once (`--ubatch-size`); 512 when absent. */
  ubatchSize?: number;
  /** On in every current backend; without it the attention scores of a whole batch are kept. */
  flashAttention?: boolean;
  /** Memory that llama-server may fill with finished prompts (`--cache-ram`), always in system memory; not counted when absent. */
  promptCacheMib?: number;
}

import type { ModelShape } from '@hal0/hardware';
import type { GgufFile, GgufValue } from './gguf/gguf-file.js';

/**
 * Where the header leaves it to the program which layers look back over a window only: one of so many does not.
 * Source: llama.cpp, `set_swa_pattern` of each architecture.
 */
const WINDOW_PATTERNS: Readonly<Record<string, number>> = {
  cohere2: 4,
  exaone4: 4,
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  'gpt-oss': 2,
};
/** Likewise for hybrids: one layer of so many is an attention layer. Source: llama.cpp, `full_attn_interval`. */
const ATTENTION_INTERVALS: Readonly<Record<string, number>> = { qwen3next: 4, qwen35: 4, qwen35moe: 4 };
/** States of recurrent layers and their convolutions are f32. */
const STATE_BYTES = 4;
/** Rows that RWKV remembers of the token before. Source: llama.cpp, `token_shift_count`. */
const RWKV_SHIFTS = 2;

/**
 * What the header says about the memory a model takes; null when it does not say enough. Keeps no keys for an encoder,
 * which has no earlier tokens to look back at.
 * @param weightsBytes sizes of all files of the model
 */
export function modelShape(file: GgufFile, weightsBytes: number, isEncoder: boolean): ModelShape | null {
  const architecture = String(file.metadata.get('general.architecture'));
  const key = (name: string) => file.metadata.get(`${architecture}.${name}`);
  const [layers, embeddingLength] = [largest(key('block_count')), largest(key('embedding_length'))];
  if (!layers || !embeddingLength) return null;
  // A model without any attention says 0.
  const heads = largest(key('attention.head_count')) || 1;
  const { attentionLayers, kvHeads } = attention(architecture, key, layers, heads);
  // The latent form of DeepSeek keeps keys only. Source: llama.cpp, `llama_hparams::is_mla`.
  const isLatent = key('attention.key_length_mla') !== undefined;
  const expertsUsed = largest(key('expert_used_count'));
  // Where every layer has attention and a state is spoken of as well, each layer has both (Falcon-H1).
  const recurrentLayers = layers - attentionLayers || (key('ssm.inner_size') ? layers : 0);
  return {
    weightsBytes,
    layers,
    embeddingLength,
    heads,
    kvHeads,
    attentionLayers: isEncoder ? 0 : attentionLayers,
    ...known('keyLength', largest(key('attention.key_length'))),
    ...known('valueLength', isLatent ? 0 : largest(key('attention.value_length'))),
    ...known(
      'feedForwardLength',
      largest((expertsUsed && key('expert_feed_forward_length')) || key('feed_forward_length')),
    ),
    ...known('expertsUsed', expertsUsed || undefined),
    ...known('vocabularySize', file.lengths.get('tokenizer.ggml.tokens')),
    ...known('slidingWindow', slidingWindow(architecture, key, layers)),
    ...known('recurrentStateBytes', recurrentLayers * STATE_BYTES * stateLength(key, embeddingLength) || undefined),
  };
}

type Lookup = (name: string) => GgufValue | undefined;

/** A list says for each layer how many heads have keys and values; a layer with none is recurrent. Their mean keeps the sum exact. */
function attention(architecture: string, key: Lookup, layers: number, heads: number) {
  const listed = key('attention.head_count_kv');
  if (typeof listed === 'object') {
    const some = listed.filter((count) => count > 0);
    return { attentionLayers: some.length, kvHeads: sum(some) / (some.length || 1) };
  }
  const kvHeads = largest(listed) ?? heads;
  if (!largest(key('attention.head_count'))) return { attentionLayers: 0, kvHeads: 0 };
  const interval = largest(key('full_attention_interval')) ?? ATTENTION_INTERVALS[architecture] ?? 1;
  // Layers that predict further tokens come last, and are attention layers.
  const predicting = Math.min(largest(key('nextn_predict_layers')) ?? 0, layers);
  return { attentionLayers: Math.floor((layers - predicting) / interval) + predicting, kvHeads };
}

function slidingWindow(architecture: string, key: Lookup, layers: number): ModelShape['slidingWindow'] {
  const tokens = largest(key('attention.sliding_window'));
  const pattern = key('attention.sliding_window_pattern') ?? WINDOW_PATTERNS[architecture];
  if (!tokens || pattern === undefined) return undefined;
  if (typeof pattern === 'object') return { layers: sum(pattern), tokens };
  const every = largest(pattern);
  return every ? { layers: layers - Math.floor(layers / every), tokens } : undefined;
}

/** Numbers that one recurrent layer keeps of a sequence. Source: llama.cpp, `llama_hparams::n_embd_r` and `n_embd_s`. */
function stateLength(key: Lookup, embeddingLength: number): number {
  const of = (name: string) => largest(key(name)) ?? 0;
  const shortConvolution = of('shortconv.l_cache');
  if (shortConvolution) return embeddingLength * (shortConvolution - 1);
  const rwkvHead = of('wkv.head_size');
  if (rwkvHead) return embeddingLength * (RWKV_SHIFTS + rwkvHead);
  const [inner, state] = [of('ssm.inner_size'), of('ssm.state_size')];
  const convolution = Math.max(0, of('ssm.conv_kernel') - 1) * (inner + 2 * of('ssm.group_count') * state);
  return convolution + state * inner;
}

function largest(value: GgufValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value.length ? Math.max(...value) : undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Present only when there is something to say. */
function known<K extends keyof ModelShape>(name: K, value: ModelShape[K] | undefined): Partial<ModelShape> {
  return value === undefined ? {} : { [name]: value };
}

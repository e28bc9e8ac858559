import type { ModelFacts } from '../../model.js';
import type { GgufFile, GgufValue } from './gguf-file.js';

/** `general.file_type`. Source: llama.cpp, `enum llama_ftype`. */
const FILE_TYPES: Readonly<Record<number, string>> = {
  ...{ 0: 'F32', 1: 'F16', 2: 'Q4_0', 3: 'Q4_1', 7: 'Q8_0', 8: 'Q5_0', 9: 'Q5_1', 10: 'Q2_K', 11: 'Q3_K_S' },
  ...{ 12: 'Q3_K_M', 13: 'Q3_K_L', 14: 'Q4_K_S', 15: 'Q4_K_M', 16: 'Q5_K_S', 17: 'Q5_K_M', 18: 'Q6_K' },
  ...{ 19: 'IQ2_XXS', 20: 'IQ2_XS', 21: 'Q2_K_S', 22: 'IQ3_XS', 23: 'IQ3_XXS', 24: 'IQ1_S', 25: 'IQ4_NL' },
  ...{ 26: 'IQ3_S', 27: 'IQ3_M', 28: 'IQ2_S', 29: 'IQ2_M', 30: 'IQ4_XS', 31: 'IQ1_M', 32: 'BF16' },
  ...{ 36: 'TQ1_0', 37: 'TQ2_0', 38: 'MXFP4_MOE' },
};
/** `<architecture>.pooling_type`. Source: llama.cpp, `enum llama_pooling_type`. */
const POOLING_TYPES: readonly string[] = ['none', 'mean', 'cls', 'last', 'rank'];
/** Projectors from before `general.type` have this architecture. */
const PROJECTOR = 'clip';

/** A Jinja statement or expression that looks at the `tools` variable. */
const TEMPLATE_WITH_TOOLS = /\{[%{][^}]*\btools\b/;
/** Marks of thinking aloud, and the variables that switch it. */
const TEMPLATE_WITH_THOUGHTS = /<\/?think>|\benable_thinking\b|\breasoning_(?:content|effort)\b|<\|channel\|>analysis/;

/** What the header of a GGUF says about the model. */
export function ggufFacts({ metadata, lengths, parameters }: GgufFile): ModelFacts {
  const architecture = text(metadata.get('general.architecture'));
  const of = (key: string) => largest(metadata.get(`${architecture}.${key}`));
  const templates = [...metadata].flatMap(([key, value]) =>
    key.startsWith('tokenizer.chat_template') && typeof value === 'string' ? [value] : [],
  );
  const any = (pattern: RegExp) => templates.some((template) => pattern.test(template));
  const pooling = of('pooling_type');
  return {
    architecture,
    parameters,
    quantization: FILE_TYPES[largest(metadata.get('general.file_type')) ?? NaN] ?? null,
    layers: of('block_count'),
    heads: of('attention.head_count'),
    headsKv: of('attention.head_count_kv') ?? of('attention.head_count'),
    embeddingLength: of('embedding_length'),
    vocabulary: lengths.get('tokenizer.ggml.tokens') ?? null,
    contextLength: of('context_length') || null,
    chatTemplate: templates.length > 0,
    toolCalling: any(TEMPLATE_WITH_TOOLS),
    reasoning: any(TEMPLATE_WITH_THOUGHTS),
    poolingType: pooling === null ? null : (POOLING_TYPES[pooling] ?? null),
    fileType: architecture === PROJECTOR ? 'mmproj' : text(metadata.get('general.type')),
  };
}

const text = (value: GgufValue | undefined): string | null => (typeof value === 'string' ? value : null);

/** A list has one number for each layer. */
function largest(value: GgufValue | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && value.length ? Math.max(...value) : null;
}

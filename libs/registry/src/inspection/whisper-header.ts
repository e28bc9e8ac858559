import type { ModelFacts } from '../model.js';

/** Bytes of the magic number and the eleven numbers after it. */
export const WHISPER_HEADER_BYTES = 48;
const UINT32_BYTES = 4;
/** What comes before the type of the weights, in thousands, is the version of the quantisation. */
const VERSION_FACTOR = 1_000;

/** Source: ggml, `enum ggml_ftype`. */
const WEIGHT_TYPES: Readonly<Record<number, string>> = {
  ...{ 0: 'F32', 1: 'F16', 2: 'Q4_0', 3: 'Q4_1', 7: 'Q8_0', 8: 'Q5_0', 9: 'Q5_1' },
};

/** What the start of a whisper.cpp model says; null when there is not enough of it. Source: whisper.cpp, `whisper_model_load`. */
export function whisperFacts(head: Buffer): ModelFacts | null {
  if (head.length < WHISPER_HEADER_BYTES) return null;
  const numbers = Array.from({ length: 11 }, (_, at) => head.readUInt32LE(UINT32_BYTES * (at + 1)));
  const [vocabulary = 0, , state = 0, heads = 0, layers = 0, , , , , , weights = 0] = numbers;
  return {
    architecture: 'whisper',
    parameters: null,
    quantization: WEIGHT_TYPES[weights % VERSION_FACTOR] ?? null,
    ...{ layers, heads, headsKv: heads, embeddingLength: state, vocabulary, contextLength: null },
    ...{ chatTemplate: false, toolCalling: false, reasoning: false, poolingType: null, fileType: 'model' },
  };
}

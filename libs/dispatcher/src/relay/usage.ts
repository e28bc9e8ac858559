/** Token counts and speeds of one answer; null where the model server did not tell. */
export interface Usage {
  /** Cached ones included. */
  promptTokens: number | null;
  /** How many of the prompt's tokens were in the model server's cache. */
  cachedTokens: number | null;
  completionTokens: number | null;
  /** Speed of reading the prompt, cached tokens left out. */
  promptTokensPerSecond: number | null;
  /** Speed of generation. */
  tokensPerSecond: number | null;
  /** Milliseconds the model server took to generate, once it had read the prompt. */
  generationMs: number | null;
}

export const NO_USAGE: Usage = {
  promptTokens: null,
  cachedTokens: null,
  completionTokens: null,
  promptTokensPerSecond: null,
  tokensPerSecond: null,
  generationMs: null,
};

/** What the end of an answer is read for; usage and timings stand in its last event or last lines. */
export const USAGE_TAIL_BYTES = 2_048;
/** Lists of vectors have their usage at the beginning. */
export const USAGE_HEAD_BYTES = 512;

/**
 * Reads OpenAI's `usage` and llama.cpp's `timings` out of the last bytes of an answer, or out of its first, without parsing
 * it as JSON.
 * @param answer its end, or all of it
 * @param head its beginning
 */
export function readUsage(answer: Buffer, head: Buffer = answer): Usage {
  const end = readFigures(answer.toString('latin1', Math.max(0, answer.length - USAGE_TAIL_BYTES)));
  if (end !== NO_USAGE || answer.length <= USAGE_TAIL_BYTES) return end;
  return readFigures(head.toString('latin1', 0, USAGE_HEAD_BYTES));
}

function readFigures(text: string): Usage {
  const timings = text.lastIndexOf('"timings":');
  const usage = text.lastIndexOf('"usage":');
  if (timings < 0 && usage < 0) return NO_USAGE;
  // What is looked for from the beginning of its block is found at once; what is not there costs a look at all the rest.
  const timing = (key: string) => (timings < 0 ? null : find(text, key, timings));
  const counted = (key: string) => (usage < 0 ? null : find(text, key, usage));
  const evaluated = timing('"prompt_n":');
  const cached = timing('"cache_n":');
  return {
    promptTokens:
      counted('"prompt_tokens":') ?? nativePrompt(counted) ?? (evaluated === null ? null : evaluated + (cached ?? 0)),
    cachedTokens: cached ?? counted('"cached_tokens":') ?? counted('"cache_read_input_tokens":'),
    completionTokens: counted('"completion_tokens":') ?? counted('"output_tokens":') ?? timing('"predicted_n":'),
    promptTokensPerSecond: timing('"prompt_per_second":'),
    tokensPerSecond: timing('"predicted_per_second":'),
    generationMs: timing('"predicted_ms":'),
  };
}

/** The Responses API counts cached tokens among the prompt's, and Anthropic counts three kinds apart. */
function nativePrompt(counted: (key: string) => number | null): number | null {
  const input = counted('"input_tokens":');
  if (input === null) return null;
  return input + (counted('"cache_read_input_tokens":') ?? 0) + (counted('"cache_creation_input_tokens":') ?? 0);
}

function find(text: string, key: string, from: number): number | null {
  const at = text.indexOf(key, from);
  if (at < 0) return null;
  const value = Number.parseFloat(text.slice(at + key.length, at + key.length + 24));
  return Number.isFinite(value) ? value : null;
}

/** Token counts and speed of one answer; null where the model server did not tell. */
export interface Usage {
  promptTokens: number | null;
  completionTokens: number | null;
  tokensPerSecond: number | null;
}

export const NO_USAGE: Usage = { promptTokens: null, completionTokens: null, tokensPerSecond: null };

/** What the end of an answer is read for; usage and timings stand in its last event or last lines. */
export const USAGE_TAIL_BYTES = 2_048;

/** Reads OpenAI's `usage` and llama.cpp's `timings` out of the last bytes of an answer, without parsing it as JSON. */
export function readUsage(tail: Buffer): Usage {
  const text = tail.toString('latin1', Math.max(0, tail.length - USAGE_TAIL_BYTES));
  const prompt = find(text, '"prompt_tokens":');
  const completion = find(text, '"completion_tokens":');
  const tokensPerSecond = find(text, '"predicted_per_second":');
  if (prompt !== null || completion !== null)
    return { promptTokens: prompt, completionTokens: completion, tokensPerSecond };
  const evaluated = find(text, '"prompt_n":');
  return {
    promptTokens: evaluated === null ? null : evaluated + (find(text, '"cache_n":') ?? 0),
    completionTokens: find(text, '"predicted_n":'),
    tokensPerSecond,
  };
}

function find(text: string, key: string): number | null {
  const at = text.lastIndexOf(key);
  if (at < 0) return null;
  const value = Number.parseFloat(text.slice(at + key.length, at + key.length + 24));
  return Number.isFinite(value) ? value : null;
}

import { InvalidBodyError } from '../../gateway.errors.js';
import { isTexts, numberField, objectField } from '../../intake/body-fields.js';
import { type JsonObject } from '../../intake/json-fields.js';

/** Options that have the same name and meaning in OpenAI's API, or with llama.cpp's server beside it. */
const SAME = [
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'typical_p',
  'seed',
  'repeat_penalty',
  'repeat_last_n',
  'presence_penalty',
  'frequency_penalty',
  'mirostat',
  'mirostat_tau',
  'mirostat_eta',
] as const;

/**
 * Ollama's `options` as fields of OpenAI's body. Those that say how a model is loaded, such as `num_ctx`, are the
 * slot's to decide, and are passed over.
 * @throws InvalidBodyError
 */
export function readSampling(fields: JsonObject): Record<string, unknown> {
  const options = objectField(fields, 'options') ?? {};
  const sampling: Record<string, unknown> = {};
  for (const name of SAME) {
    const value = numberField(options, name);
    if (value !== undefined) sampling[name] = value;
  }
  const limit = numberField(options, 'num_predict');
  // Anything else means without limit.
  if (limit !== undefined && limit > 0) sampling.max_tokens = limit;
  const { stop } = options;
  if (typeof stop === 'string' || isTexts(stop)) sampling.stop = stop;
  else if (stop !== undefined && stop !== null) {
    throw new InvalidBodyError('"stop" must be a string or a list of strings.', 'stop');
  }
  return sampling;
}

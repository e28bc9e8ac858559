import { InvalidBodyError } from '../../gateway.errors.js';
import { flagField, numberField } from '../../intake/body-fields.js';
import { isObject, type JsonObject } from '../../intake/json-fields.js';

/** Ollama's levels of thinking are OpenAI's. */
const EFFORTS: ReadonlySet<unknown> = new Set(['low', 'medium', 'high']);

/** The JSON schema that `format` asks for; undefined for free text. @throws InvalidBodyError */
export function readFormat({ format }: JsonObject): 'json' | JsonObject | undefined {
  if (format === undefined || format === null || format === '') return undefined;
  if (format === 'json' || isObject(format)) return format;
  throw new InvalidBodyError('"format" must be "json" or a JSON schema.', 'format');
}

/** `think`, as chat models are told: a switch of the model's own template, or an effort. @throws InvalidBodyError */
export function readThinking({ think }: JsonObject): Record<string, unknown> {
  if (think === undefined || think === null) return {};
  if (typeof think === 'boolean') return { chat_template_kwargs: { enable_thinking: think } };
  if (EFFORTS.has(think)) return { reasoning_effort: think };
  throw new InvalidBodyError('"think" must be true, false, "low", "medium" or "high".', 'think');
}

export function readLogprobs(fields: JsonObject): Record<string, unknown> {
  const logprobs = flagField(fields, 'logprobs');
  const alternatives = numberField(fields, 'top_logprobs');
  return {
    ...(logprobs === undefined ? {} : { logprobs }),
    ...(alternatives === undefined ? {} : { top_logprobs: alternatives }),
  };
}

/** Ollama streams unless told otherwise. */
export function readStreaming(fields: JsonObject): { stream: boolean; stream_options?: object } {
  const stream = flagField(fields, 'stream') ?? true;
  return stream ? { stream, stream_options: { include_usage: true } } : { stream };
}

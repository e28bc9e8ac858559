import { flagField, textField, textsField } from '../../intake/body-fields.js';
import { type JsonObject } from '../../intake/json-fields.js';
import { OllamaFieldUnsupportedError } from '../ollama.errors.js';
import { readFormat, readLogprobs, readStreaming, readThinking } from './answer-shape.js';
import { responseFormat } from './chat-request.js';
import { contentOf } from './messages.js';
import type { OllamaRequest } from './ollama-request.js';
import { readSampling } from './sampling.js';

/** Fields that would change the answer, and what to do without them. An empty value asks for nothing. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  suffix: 'Send the whole text with the gap marked as the model expects it, with "raw": true.',
  template: 'The model\'s own template is used; send the finished text with "raw": true instead.',
  context: 'Send the conversation as messages to /api/chat.',
};

/**
 * `POST /api/generate`: a chat of one message, or with `raw` a text that is carried on as it stands.
 * @throws InvalidBodyError, OllamaFieldUnsupportedError
 */
export function readGenerateRequest(fields: JsonObject): OllamaRequest {
  for (const [name, instead] of Object.entries(UNSUPPORTED)) {
    if (!isNothing(fields[name])) throw new OllamaFieldUnsupportedError(name, instead);
  }
  const prompt = textField(fields, 'prompt') ?? '';
  const images = textsField(fields, 'images') ?? [];
  const streaming = readStreaming(fields);
  const common = { ...readSampling(fields), ...streaming };
  const { stream } = streaming;
  const isEmpty = prompt === '' && images.length === 0;
  if (flagField(fields, 'raw')) {
    return { path: '/v1/completions', body: { prompt, ...grammar(fields), ...common }, isEmpty, stream };
  }
  const system = textField(fields, 'system');
  const messages = [
    ...(system ? [{ role: 'system', content: system }] : []),
    { role: 'user', content: contentOf(prompt, images) },
  ];
  const body = { messages, ...responseFormat(fields), ...readThinking(fields), ...readLogprobs(fields), ...common };
  return { path: '/v1/chat/completions', body, isEmpty, stream };
}

/** Completions have no `response_format`; llama.cpp's server takes the schema itself. */
function grammar(fields: JsonObject): Record<string, unknown> {
  const format = readFormat(fields);
  return format === undefined ? {} : { json_schema: format === 'json' ? { type: 'object' } : format };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

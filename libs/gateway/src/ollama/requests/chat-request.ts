import { listField } from '../../intake/body-fields.js';
import { type JsonObject } from '../../intake/json-fields.js';
import { readFormat, readLogprobs, readStreaming, readThinking } from './answer-shape.js';
import { readMessages } from './messages.js';
import type { OllamaRequest } from './ollama-request.js';
import { readSampling } from './sampling.js';

/** `POST /api/chat`. @throws InvalidBodyError */
export function readChatRequest(fields: JsonObject): OllamaRequest {
  const messages = listField(fields, 'messages') ?? [];
  const tools = listField(fields, 'tools') ?? [];
  const streaming = readStreaming(fields);
  return {
    path: '/v1/chat/completions',
    body: {
      messages: readMessages(messages),
      ...(tools.length ? { tools } : {}),
      ...responseFormat(fields),
      ...readThinking(fields),
      ...readLogprobs(fields),
      ...readSampling(fields),
      ...streaming,
    },
    isEmpty: messages.length === 0,
    stream: streaming.stream,
  };
}

/** Ollama's `format` as OpenAI's `response_format`. @throws InvalidBodyError */
export function responseFormat(fields: JsonObject): Record<string, unknown> {
  const format = readFormat(fields);
  if (format === undefined) return {};
  if (format === 'json') return { response_format: { type: 'json_object' } };
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: format } } };
}

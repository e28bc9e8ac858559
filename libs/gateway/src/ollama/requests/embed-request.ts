import { InvalidBodyError } from '../../gateway.errors.js';
import { flagField, isTexts, numberField, textField } from '../../intake/body-fields.js';
import { type JsonObject } from '../../intake/json-fields.js';
import type { OllamaRequest } from './ollama-request.js';

/** `POST /api/embed`. @throws InvalidBodyError */
export function readEmbedRequest(fields: JsonObject): OllamaRequest {
  const { input = '' } = fields;
  if (typeof input !== 'string' && !isTexts(input)) {
    throw new InvalidBodyError('"input" must be a string or a list of strings.', 'input');
  }
  const isCuttable = flagField(fields, 'truncate') ?? true;
  return { ...embedding(input, numberField(fields, 'dimensions')), isCuttable };
}

/** `POST /api/embeddings`, the older one of the two. @throws InvalidBodyError */
export function readEmbeddingsRequest(fields: JsonObject): OllamaRequest {
  return embedding(textField(fields, 'prompt') ?? '', undefined);
}

function embedding(input: string | string[], dimensions: number | undefined): OllamaRequest {
  return {
    path: '/v1/embeddings',
    body: { input, ...(dimensions === undefined ? {} : { dimensions }) },
    isEmpty: input.length === 0,
    stream: false,
  };
}

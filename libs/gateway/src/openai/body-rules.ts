import {
  between,
  either,
  flag,
  integer,
  list,
  listOf,
  number,
  object,
  oneOf,
  required,
  text,
  textOrTexts,
  type FieldRule,
  type FieldRules,
} from '../intake/field-rule.js';
import { isObject, type JsonObject } from '../intake/json-fields.js';

/**
 * What OpenAI's fields have to be. Only those are here that a model server would pass over in silence, or take for a
 * fault of its own; limits that differ from one model server to another are theirs to tell.
 */
const SAMPLING: Readonly<Record<string, FieldRule>> = {
  temperature: number,
  top_p: number,
  presence_penalty: number,
  frequency_penalty: number,
  // Below zero means without limit to llama.cpp's server.
  max_tokens: integer(-1),
  n: integer(1),
  seed: number,
  stop: textOrTexts,
  stream_options: object,
  logit_bias: either(object, list),
  user: text,
};

export const CHAT: FieldRules = rules({
  messages: required({
    what: 'a list of messages, each with a "role"',
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isMessage),
  }),
  ...SAMPLING,
  max_completion_tokens: integer(-1),
  tools: { what: 'a list of tools, each with a "type"', fits: (value) => Array.isArray(value) && value.every(isTool) },
  tool_choice: either(text, object),
  parallel_tool_calls: flag,
  response_format: {
    what: 'an object with a "type", and with a "json_schema" where that is the type',
    fits: (value) => isTool(value) && hasSchema(value as JsonObject),
  },
  logprobs: flag,
  top_logprobs: integer(0),
  reasoning_effort: text,
  chat_template_kwargs: object,
});

export const COMPLETION: FieldRules = rules({
  prompt: required({
    what: 'a string, or a list of strings or of tokens',
    fits: (value) => typeof value === 'string' || (Array.isArray(value) && value.length > 0),
  }),
  ...SAMPLING,
  best_of: integer(1),
  logprobs: integer(0),
  echo: flag,
});

export const EMBEDDING: FieldRules = rules({
  input: required({
    what: 'a string, or a list of strings or of tokens that is not empty',
    fits: (value) => typeof value === 'string' || (Array.isArray(value) && value.length > 0 && isEmbeddable(value)),
  }),
  dimensions: integer(1),
  encoding_format: oneOf('float', 'base64'),
  user: text,
});

export const RERANKING: FieldRules = rules({
  query: required(text),
  documents: required(listOf('strings', (item) => typeof item === 'string')),
  top_n: integer(1),
  return_documents: flag,
});

export const SPEECH: FieldRules = rules({
  input: required(text),
  voice: either(text, object),
  response_format: text,
  speed: between(0.25, 4),
  instructions: text,
});

export const IMAGE: FieldRules = rules({
  prompt: required(text),
  n: integer(1, 10),
  size: {
    what: '"auto" or WIDTHxHEIGHT in pixels, such as "512x512"',
    fits: (value) => value === 'auto' || (typeof value === 'string' && /^[1-9]\d{1,3}x[1-9]\d{1,3}$/.test(value)),
  },
  response_format: oneOf('url', 'b64_json'),
  user: text,
});

function rules(fields: Readonly<Record<string, FieldRule>>): FieldRules {
  return new Map(Object.entries(fields));
}

function isMessage(value: unknown): boolean {
  return isObject(value) && typeof value.role === 'string';
}

function isTool(value: unknown): boolean {
  return isObject(value) && typeof value.type === 'string';
}

/** A model server takes a wish for a schema without one for a wish for any JSON. */
function hasSchema({ type, json_schema, schema }: JsonObject): boolean {
  return type !== 'json_schema' || isObject(json_schema) || isObject(schema);
}

/** Strings, tokens, or lists of tokens. */
function isEmbeddable(items: readonly unknown[]): boolean {
  return items.every((item) => typeof item === 'string' || Number.isInteger(item) || Array.isArray(item));
}

import {
  between,
  either,
  flag,
  integer,
  list,
  listOf,
  object,
  oneOf,
  required,
  rulesOf,
  someText,
  text,
  textOrTexts,
  wholeNumber,
  type FieldRule,
  type FieldRules,
} from '../intake/field-rule.js';
import { isObject, type JsonObject } from '../intake/json-fields.js';
import { messages } from './messages-rule.js';

/**
 * What OpenAI's fields have to be. Only those are here that a model server would pass over in silence, or take for a
 * fault of its own; limits that differ from one model server to another are theirs to tell. Source: OpenAI's API reference.
 */
const SAMPLING: Readonly<Record<string, FieldRule>> = {
  temperature: between(0, 2),
  top_p: between(0, 1),
  presence_penalty: between(-2, 2),
  frequency_penalty: between(-2, 2),
  n: integer(1, 128),
  seed: wholeNumber,
  stop: textOrTexts,
  stream_options: object,
  logit_bias: either(object, list),
  user: text,
};

/** A model server would say one word for 0, and go on as long as it likes for less. */
const LIMIT: FieldRule = { ...integer(1), what: 'a whole number of 1 or more. Leave it out for no limit' };

export const CHAT: FieldRules = rulesOf({
  messages: required(messages),
  ...SAMPLING,
  max_tokens: LIMIT,
  max_completion_tokens: LIMIT,
  tools: { what: 'a list of tools, each with a "type"', fits: (value) => Array.isArray(value) && value.every(isTool) },
  tool_choice: either(text, object),
  parallel_tool_calls: flag,
  response_format: {
    what: 'an object with a "type", and with a "json_schema" where that is the type',
    fits: (value) => isTool(value) && hasSchema(value as JsonObject),
  },
  logprobs: flag,
  top_logprobs: integer(0, 20),
  reasoning_effort: text,
  chat_template_kwargs: object,
});

export const COMPLETION: FieldRules = rulesOf({
  prompt: required({
    what: 'a string, or a list of strings or of tokens',
    fits: (value) => typeof value === 'string' || (Array.isArray(value) && value.length > 0),
  }),
  ...SAMPLING,
  // 0 has a meaning there, beside "echo".
  max_tokens: integer(0),
  best_of: integer(1),
  logprobs: integer(0),
  echo: flag,
});

export const EMBEDDING: FieldRules = rulesOf({
  input: required({
    what: 'a string, or a list of strings, of tokens or of lists of tokens, and nothing of it empty',
    fits: (value) => isSomeText(value) || (Array.isArray(value) && value.length > 0 && isEmbeddable(value)),
  }),
  dimensions: integer(1),
  encoding_format: oneOf('float', 'base64'),
  user: text,
});

export const RERANKING: FieldRules = rulesOf({
  query: required(someText),
  documents: required(listOf('strings', (item) => typeof item === 'string')),
  top_n: integer(1),
  return_documents: flag,
});

export const SPEECH: FieldRules = rulesOf({
  input: required(someText),
  voice: either(text, object),
  response_format: text,
  speed: between(0.25, 4),
  instructions: text,
});

export const IMAGE: FieldRules = rulesOf({
  prompt: required(someText),
  n: integer(1, 10),
  size: {
    what: '"auto" or WIDTHxHEIGHT in pixels, such as "512x512"',
    fits: (value) => value === 'auto' || (typeof value === 'string' && /^[1-9]\d{1,3}x[1-9]\d{1,3}$/.test(value)),
  },
  response_format: oneOf('url', 'b64_json'),
  user: text,
});

function isTool(value: unknown): boolean {
  return isObject(value) && typeof value.type === 'string';
}

/** A model server takes a wish for a schema without one for a wish for any JSON. */
function hasSchema({ type, json_schema, schema }: JsonObject): boolean {
  return type !== 'json_schema' || isObject(json_schema) || isObject(schema);
}

/** Strings, tokens, or lists of tokens, and one kind of them. */
function isEmbeddable(items: readonly unknown[]): boolean {
  return items.every(isSomeText) || isTokens(items) || items.every((item) => Array.isArray(item) && isTokens(item));
}

function isSomeText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTokens(items: readonly unknown[]): boolean {
  return items.length > 0 && items.every(Number.isInteger);
}

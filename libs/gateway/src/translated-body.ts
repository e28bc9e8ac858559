import { isNestedTooDeep, JsonBody, TranslatedBody, type InferenceRequest } from '@hal0/dispatcher';
import { InvalidBodyError } from './gateway.errors.js';
import { readJsonObject, type JsonObject } from './intake/json-fields.js';
import { chatForSlots } from './slot-words/chat-for-slots.js';
import type { SlotWords } from './slot-words/slot-words.js';

/** What llama.cpp's server takes beside OpenAI's fields; providers may refuse a request for a field they do not know. */
const LLAMA_FIELDS: readonly string[] = [
  'verbose',
  'chat_template_kwargs',
  'json_schema',
  'top_k',
  'min_p',
  'typical_p',
  'repeat_penalty',
  'repeat_last_n',
  'mirostat',
  'mirostat_tau',
  'mirostat_eta',
];

/** Reads a body that will be told anew in another dialect. @throws InvalidJsonError, InvalidBodyError */
export function readToTranslate(bytes: Buffer): JsonObject {
  const fields = readJsonObject(bytes);
  refuseDeepNesting(bytes);
  return fields;
}

/** @throws InvalidBodyError for what cannot be written anew */
export function refuseDeepNesting(bytes: Buffer): void {
  if (isNestedTooDeep(bytes)) throw new InvalidBodyError('The body is nested too deep.', null);
}

type Bodies = Required<Pick<InferenceRequest, 'body' | 'elsewhere'>>;

/**
 * The bodies of a request in OpenAI's words: for slots, and for everyone else.
 * @param translate called when a target wants them, which one that speaks the client's dialect does not
 * @param words what slots have to be told otherwise
 */
export function translatedBody(
  translate: () => JsonObject,
  model: string | undefined,
  words: SlotWords = chatForSlots,
): Bodies {
  return {
    body: new TranslatedBody(() => {
      const fields = translate();
      return written(words.differ(fields) ? words.tell(fields) : fields, model);
    }),
    elsewhere: () => written(withoutLlamaFields(translate()), model),
  };
}

/** The bodies of a request that everyone but slots gets as it came. */
export function bodyInSlotWords(bytes: Buffer, model: string | undefined, words: SlotWords): Bodies {
  return {
    body: new TranslatedBody(() => written(words.tell(readToTranslate(bytes)), model)),
    elsewhere: () => new JsonBody(bytes, model),
  };
}

function written(fields: JsonObject, model: string | undefined): JsonBody {
  return new JsonBody(Buffer.from(JSON.stringify(fields)), model);
}

function withoutLlamaFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !LLAMA_FIELDS.includes(name)));
}

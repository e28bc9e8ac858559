import { InvalidBodyError } from '../gateway.errors.js';
import type { FieldRules } from './field-rule.js';
import { readJsonOutline, type JsonObject } from './json-fields.js';

/** Names stand in errors, headers, records and logs. */
const LONGEST_NAME = 512;

/** The few things of a request's body that hal0 itself needs to know. */
export interface InferenceBody {
  model: string | undefined;
  stream: boolean;
}

export interface ReadBody extends InferenceBody {
  /** Long strings in it may be others than those of the body. */
  readonly fields: JsonObject;
}

/**
 * Reads a JSON body that is passed on as it came. Fields that have no rule are the model server's business.
 * @param streams whether the answer can be a stream
 * @throws InvalidJsonError, InvalidBodyError
 */
export function readInferenceBody(body: Buffer, rules: FieldRules, streams: boolean): ReadBody {
  const fields = readJsonOutline(body);
  const { model, stream } = routed(fields);
  if (stream && !streams) throw new InvalidBodyError('Answers of this kind cannot be streamed.', 'stream');
  checkFields(fields, rules);
  return { model, stream, fields };
}

/** @throws InvalidBodyError for the first field that is not as its rule says */
export function checkFields(fields: JsonObject, rules: FieldRules): void {
  for (const [name, rule] of rules) {
    const value = fields[name] ?? undefined;
    if (value === undefined) {
      if (rule.required) throw missing(name);
    } else if (!rule.fits(value)) {
      throw rule.faultWithin?.(value) ?? new InvalidBodyError(`"${name}" must be ${rule.what}.`, name);
    }
  }
}

/** What says where a request goes, and how it is answered. @throws InvalidBodyError */
export function routed({ model, stream }: JsonObject): InferenceBody {
  if ((model ?? undefined) !== undefined && typeof model !== 'string')
    throw new InvalidBodyError('"model" must be a string.', 'model');
  if (typeof (stream ?? false) !== 'boolean') throw new InvalidBodyError('"stream" must be true or false.', 'stream');
  return { model: named(model), stream: stream === true };
}

/** What a body's `model` names; undefined when it names nothing. @throws InvalidBodyError */
export function named(model: unknown): string | undefined {
  if (typeof model !== 'string' || !model.trim()) return undefined;
  if (model.length > LONGEST_NAME) {
    throw new InvalidBodyError(`"model" is longer than ${LONGEST_NAME} characters. No model is called so.`, 'model');
  }
  return model;
}

/** @returns what is thrown for a field that has to be there */
export function missing(field: string): InvalidBodyError {
  return new InvalidBodyError(`"${field}" is missing.`, field);
}

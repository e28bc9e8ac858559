import { InvalidBodyError } from '../gateway.errors.js';
import type { FieldRules } from './field-rule.js';
import { readJsonObject } from './json-fields.js';

/** The few things of a request's body that hal0 itself needs to know. */
export interface InferenceBody {
  model: string | undefined;
  stream: boolean;
}

/**
 * Reads a JSON body once. Fields that have no rule are the model server's business.
 * @param streams whether the answer can be a stream
 * @throws InvalidJsonError, InvalidBodyError
 */
export function readInferenceBody(body: Buffer, rules: FieldRules, streams: boolean): InferenceBody {
  const fields = readJsonObject(body);
  const model = fields.model ?? undefined;
  const stream = fields.stream ?? false;
  if (model !== undefined && typeof model !== 'string')
    throw new InvalidBodyError('"model" must be a string.', 'model');
  if (typeof stream !== 'boolean') throw new InvalidBodyError('"stream" must be true or false.', 'stream');
  if (stream && !streams) throw new InvalidBodyError('Answers of this kind cannot be streamed.', 'stream');
  for (const [name, rule] of rules) {
    const value = fields[name] ?? undefined;
    if (value === undefined) {
      if (rule.required) throw missing(name);
    } else if (!rule.fits(value)) {
      throw new InvalidBodyError(`"${name}" must be ${rule.what}.`, name);
    }
  }
  return { model: named(model), stream };
}

/** What a body's `model` names; undefined when it names nothing. */
export function named(model: unknown): string | undefined {
  return typeof model === 'string' && model.trim() ? model : undefined;
}

/** @returns what is thrown for a field that has to be there */
export function missing(field: string): InvalidBodyError {
  return new InvalidBodyError(`"${field}" is missing.`, field);
}

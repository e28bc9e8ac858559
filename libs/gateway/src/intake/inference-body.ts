import { MultipartBody } from '@hal0/dispatcher';
import { InvalidBodyError, InvalidJsonError } from '../gateway.errors.js';

/** The few things of a request's body that hal0 itself needs to know. */
export interface InferenceBody {
  model: string | undefined;
  stream: boolean;
}

/** A field without which no model server can answer. */
export interface RequiredField {
  field: string;
  /** Whether it has to be a list. */
  list: boolean;
}

/**
 * Reads a JSON body once. Fields that hal0 does not know are the model server's business.
 * @param streams whether the answer can be a stream
 * @throws InvalidJsonError, InvalidBodyError
 */
export function readInferenceBody(body: Buffer, required: readonly RequiredField[], streams: boolean): InferenceBody {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new InvalidBodyError('The body must be a JSON object.', null);
  }
  const { model, stream } = parsed as { model?: unknown; stream?: unknown };
  if (model !== undefined && model !== null && typeof model !== 'string')
    throw new InvalidBodyError('"model" must be a string.', 'model');
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    throw new InvalidBodyError('"stream" must be true or false.', 'stream');
  }
  if (stream === true && !streams) throw new InvalidBodyError('Answers of this kind cannot be streamed.', 'stream');
  for (const { field, list } of required) {
    const value = (parsed as Record<string, unknown>)[field];
    if (value === undefined || value === null) throw missing(field);
    if (list && !Array.isArray(value)) throw new InvalidBodyError(`"${field}" must be a list.`, field);
  }
  return { model: named(model), stream: stream === true };
}

/**
 * Reads a form with a file in it.
 * @throws InvalidBodyError
 */
export function readForm(bytes: Buffer, contentType: string, file: string): MultipartBody {
  const form = MultipartBody.read(bytes, contentType);
  if (!form) throw new InvalidBodyError('The body is not a whole multipart/form-data form.', null);
  if (form.count(file) === 0) throw missing(file);
  if (form.size(file) === 0) throw new InvalidBodyError(`"${file}" is empty.`, file);
  // The model server may take another one of them than hal0 does.
  if (form.count('model') > 1) throw new InvalidBodyError('"model" is given more than once.', 'model');
  return form;
}

/** What a body's `model` names; undefined when it names nothing. */
export function named(model: unknown): string | undefined {
  return typeof model === 'string' && model.trim() ? model : undefined;
}

function missing(field: string): InvalidBodyError {
  return new InvalidBodyError(`"${field}" is missing.`, field);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new InvalidJsonError((error as Error).message);
  }
}

import { InvalidBodyError, InvalidJsonError } from './gateway.errors.js';

/** The few things of a request's body that hal0 itself needs to know. */
export interface InferenceBody {
  model: string | undefined;
  stream: boolean;
}

/**
 * Reads the body once. Fields that hal0 does not know are the model server's business.
 * @param required a field without which no model server can answer, and whether it has to be a list
 * @throws InvalidJsonError, InvalidBodyError
 */
export function readInferenceBody(body: Buffer, required: { field: string; list: boolean }): InferenceBody {
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
  const { field, list } = required;
  const value = (parsed as Record<string, unknown>)[field];
  if (value === undefined || value === null) throw new InvalidBodyError(`"${field}" is missing.`, field);
  if (list && !Array.isArray(value)) throw new InvalidBodyError(`"${field}" must be a list.`, field);
  return { model: model?.trim() ? model : undefined, stream: stream === true };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new InvalidJsonError((error as Error).message);
  }
}

import type { ModelType } from '@hal0/config';
import type { Hal0Error } from '@hal0/platform';
import type { ServerResponse } from 'node:http';
import { findStringValue } from './json-span.js';

/** How a dialect of the wire writes what is not the model's own answer. */
export interface Dialect {
  /** The JSON body of an error answer. */
  errorBody(error: Hal0Error): string;
  /** The same as the last event of a stream that has begun. */
  errorEvent(error: Hal0Error): string;
}

/** One request to a model, as its route has read it. */
export interface InferenceRequest {
  readonly id: string;
  /** Path towards the model server, e.g. `/v1/chat/completions`. */
  readonly path: string;
  readonly type: ModelType;
  /** A JSON object, forwarded as it is but for the value of `model`. */
  readonly body: Buffer;
  /** What the client put into `model`; undefined means the default of the type. */
  readonly model: string | undefined;
  readonly stream: boolean;
  /** False when the client would rather hear that the slot is loading than wait for it. */
  readonly patient: boolean;
  /** {@link Clock.monotonic} at arrival. */
  readonly arrivedAt: number;
  readonly response: ServerResponse;
  readonly dialect: Dialect;
}

/** The body with `model` set to `model`; the very same bytes when it says so already. */
export function bodyForModel(
  { body, model: requested }: Pick<InferenceRequest, 'body' | 'model'>,
  model: string,
): Buffer {
  if (requested === model) return body;
  const value = Buffer.from(JSON.stringify(model));
  if (requested === undefined) return withModelFirst(body, value);
  const span = findStringValue(body, 'model', requested);
  if (span) return Buffer.concat([body.subarray(0, span.start), value, body.subarray(span.end)]);
  // The key is spelled with escapes, which is legal and never seen.
  return Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString()) as object), model }));
}

function withModelFirst(body: Buffer, value: Buffer): Buffer {
  const open = body.indexOf('{') + 1;
  const rest = body.subarray(open);
  const separator = /^\s*\}/.test(rest.toString('latin1', 0, 64)) ? '' : ',';
  return Buffer.concat([body.subarray(0, open), Buffer.from('"model":'), value, Buffer.from(separator), rest]);
}

import { findStringValue } from './json-span.js';
import type { RequestBody } from './request-body.js';

const MODEL_KEY = '"model"';

/** A JSON object. The caller has checked that it is one. */
export class JsonBody implements RequestBody {
  readonly contentType = 'application/json';
  readonly replayable = true;

  constructor(
    private readonly bytes: Buffer,
    /** What its `model` says; undefined when it says nothing. */
    private readonly model: string | undefined,
  ) {}

  unchanged(): Buffer {
    return this.bytes;
  }

  forModel(model: string): Buffer {
    const { bytes, model: requested } = this;
    if (requested === model) return bytes;
    const value = Buffer.from(JSON.stringify(model));
    if (requested === undefined && !bytes.includes(MODEL_KEY)) return withModelFirst(bytes, value);
    const span = requested === undefined ? undefined : findStringValue(bytes, 'model', requested);
    if (span) return Buffer.concat([bytes.subarray(0, span.start), value, bytes.subarray(span.end)]);
    // It is null or blank, some other object has one, or the key is spelled with escapes: legal, and rare.
    return Buffer.from(JSON.stringify({ ...(JSON.parse(bytes.toString()) as object), model }));
  }
}

function withModelFirst(body: Buffer, value: Buffer): Buffer {
  const open = body.indexOf('{') + 1;
  const rest = body.subarray(open);
  const separator = /^\s*\}/.test(rest.toString('latin1', 0, 64)) ? '' : ',';
  return Buffer.concat([body.subarray(0, open), Buffer.from('"model":'), value, Buffer.from(separator), rest]);
}

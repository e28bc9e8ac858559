import type { ByteSpan } from './byte-span.js';
import type { RequestBody } from './request-body.js';

/** A form has a handful of parts; one with more than this is made to keep somebody busy. */
const MOST_PARTS = 64;
const LONGEST_HEADERS = 8_192;
const HEADERS_END = '\r\n\r\n';
const DISPOSITION = /^content-disposition:\s*form-data\b(.*)$/im;
/** Quoted or bare, and never the end of `filename`. Source: RFC 7578, section 4.2. */
const NAME = /;\s*name=(?:"([^"]*)"|([^\s;]+))/i;
const BOUNDARY = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i;

/** A form with files in it (RFC 7578), kept as it came. */
export class MultipartBody implements RequestBody {
  readonly replayable = true;

  private constructor(
    readonly contentType: string,
    private readonly bytes: Buffer,
    private readonly boundary: string,
    private readonly parts: ReadonlyMap<string, readonly ByteSpan[]>,
  ) {}

  /** undefined when the bytes are not a whole form with the boundary that the content type tells. */
  static read(bytes: Buffer, contentType: string): MultipartBody | undefined {
    const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
    const boundary = quoted ?? bare;
    const parts = boundary === undefined ? undefined : findParts(bytes, boundary);
    return boundary === undefined || parts === undefined
      ? undefined
      : new MultipartBody(contentType, bytes, boundary, parts);
  }

  /** How many parts have this name. */
  count(name: string): number {
    return this.parts.get(name)?.length ?? 0;
  }

  /** Bytes of the first part of this name; 0 when there is none. */
  size(name: string): number {
    const [span] = this.parts.get(name) ?? [];
    return span ? span.end - span.start : 0;
  }

  /** The first part of this name as text; undefined when there is none. */
  text(name: string): string | undefined {
    const [span] = this.parts.get(name) ?? [];
    return span && this.bytes.toString('utf8', span.start, span.end);
  }

  unchanged(): Buffer {
    return this.bytes;
  }

  forModel(model: string): Buffer {
    const [span] = this.parts.get('model') ?? [];
    if (!span) return Buffer.concat([this.modelPart(model), this.bytes]);
    if (this.text('model') === model) return this.bytes;
    return Buffer.concat([this.bytes.subarray(0, span.start), Buffer.from(model), this.bytes.subarray(span.end)]);
  }

  private modelPart(model: string): Buffer {
    return Buffer.from(`--${this.boundary}\r\nContent-Disposition: form-data; name="model"${HEADERS_END}${model}\r\n`);
  }
}

/** Where the content of each part stands, by the part's name; undefined when the form is not whole, or is none. */
function findParts(bytes: Buffer, boundary: string): Map<string, ByteSpan[]> | undefined {
  const parts = new Map<string, ByteSpan[]>();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const first = bytes.indexOf(delimiter.subarray(2));
  if (first < 0) return undefined;
  let at = first + delimiter.length - 2;
  for (let part = 0; part <= MOST_PARTS; part++) {
    if (bytes.toString('latin1', at, at + 2) === '--') return parts;
    const headersEnd = bytes.subarray(at, at + LONGEST_HEADERS).indexOf(HEADERS_END) + at;
    const end = headersEnd < at ? -1 : bytes.indexOf(delimiter, headersEnd + 2);
    if (end < 0) return undefined;
    const name = nameOf(bytes.toString('latin1', at, headersEnd));
    const span = { start: Math.min(headersEnd + HEADERS_END.length, end), end };
    if (name !== undefined) parts.set(name, [...(parts.get(name) ?? []), span]);
    at = end + delimiter.length;
  }
  return undefined;
}

function nameOf(headers: string): string | undefined {
  const [, quoted, bare] = NAME.exec(DISPOSITION.exec(headers)?.[1] ?? '') ?? [];
  return quoted ?? bare;
}

import type { ByteSpan } from './byte-span.js';

/** A form has a handful of parts; one with more than this is made to keep somebody busy. */
const MOST_PARTS = 64;
const LONGEST_HEADERS = 8_192;
/** More text than this in a field is left to the model server. */
const LONGEST_TEXT = 64 * 1_024;
const HEADERS_END = '\r\n\r\n';
const DISPOSITION = /^content-disposition:\s*form-data\b(.*)$/im;
/** Quoted or bare, and never the end of `filename`. Source: RFC 7578, section 4.2. */
const NAME = /;\s*name=(?:"([^"]*)"|([^\s;]+))/i;
const FILE_NAME = /;\s*filename\*?=/i;
const BOUNDARY = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i;

/** One part of a form, as far as it has been seen. */
export interface FormPart {
  /** Where its content stands in the form. `end` is where it has been seen to until {@link isWhole}. */
  readonly span: ByteSpan;
  isWhole: boolean;
  /** The pieces of a field that is not a file. */
  readonly text: Buffer[] | null;
}

type State = 'preamble' | 'mark' | 'headers' | 'content' | 'end' | 'broken';

/** Follows a form (RFC 7578) as its bytes come in, in pieces of any size, and keeps none of a file. */
export class FormScanner {
  private readonly parts = new Map<string, FormPart[]>();
  private readonly delimiter: Buffer;
  private state: State = 'preamble';
  /** Bytes that are not understood yet, and where the first of them stands in the form. */
  private rest: Buffer = Buffer.alloc(0);
  private at = 0;
  private count = 0;
  private current: FormPart | null = null;

  private constructor(readonly boundary: string) {
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  /** undefined when the content type tells no boundary. */
  static for(contentType: string): FormScanner | undefined {
    const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
    const boundary = quoted ?? bare;
    return boundary === undefined ? undefined : new FormScanner(boundary);
  }

  /** The end of the form has been seen. */
  get isWhole(): boolean {
    return this.state === 'end';
  }

  /** No form, or one that is made to keep somebody busy. */
  get isBroken(): boolean {
    return this.state === 'broken';
  }

  named(name: string): readonly FormPart[] {
    return this.parts.get(name) ?? [];
  }

  push(piece: Buffer): void {
    this.rest = this.rest.length ? Buffer.concat([this.rest, piece]) : piece;
    while (this.step());
    if (this.isWhole || this.isBroken) this.skip(this.rest.length);
  }

  /** One step on; false when it takes more bytes. */
  private step(): boolean {
    switch (this.state) {
      case 'preamble':
        return this.findFirst();
      case 'mark':
        return this.readMark();
      case 'headers':
        return this.readHeaders();
      case 'content':
        return this.readContent();
      default:
        return false;
    }
  }

  private findFirst(): boolean {
    const first = this.rest.indexOf(this.delimiter.subarray(2));
    if (first < 0) {
      this.skip(Math.max(0, this.rest.length - this.delimiter.length));
      return false;
    }
    this.skip(first + this.delimiter.length - 2);
    this.state = 'mark';
    return true;
  }

  private readMark(): boolean {
    if (this.rest.length < 2) return false;
    this.state = this.rest.toString('latin1', 0, 2) === '--' ? 'end' : 'headers';
    return true;
  }

  private readHeaders(): boolean {
    const end = this.rest.subarray(0, LONGEST_HEADERS).indexOf(HEADERS_END);
    if (end < 0) {
      if (this.rest.length >= LONGEST_HEADERS) this.state = 'broken';
      return false;
    }
    this.count += 1;
    if (this.count > MOST_PARTS) this.state = 'broken';
    else this.beginPart(this.rest.toString('latin1', 0, end), this.at + end + HEADERS_END.length);
    // The line break in front of the delimiter may be the one that ends the headers.
    this.skip(end + 2);
    return true;
  }

  private beginPart(headers: string, start: number): void {
    const disposition = DISPOSITION.exec(headers)?.[1] ?? '';
    const [, quoted, bare] = NAME.exec(disposition) ?? [];
    const name = quoted ?? bare;
    this.current = { span: { start, end: start }, isWhole: false, text: FILE_NAME.test(disposition) ? null : [] };
    if (name !== undefined) this.parts.set(name, [...(this.parts.get(name) ?? []), this.current]);
    this.state = 'content';
  }

  private readContent(): boolean {
    const end = this.rest.indexOf(this.delimiter);
    if (end < 0) {
      this.take(Math.max(0, this.rest.length - this.delimiter.length + 1));
      return false;
    }
    this.take(end);
    this.endPart();
    this.skip(this.delimiter.length);
    this.state = 'mark';
    return true;
  }

  private endPart(): void {
    if (!this.current) return;
    const { span } = this.current;
    // Of an empty part the delimiter takes the last line break of the headers.
    if (span.start > this.at) span.start = span.end = this.at;
    this.current.isWhole = true;
  }

  /** The next `length` bytes belong to the part, but for the end of its headers. */
  private take(length: number): void {
    const { current } = this;
    if (!current) return;
    const { span, text } = current;
    const until = this.at + length;
    if (until > span.end) {
      const taken = this.rest.subarray(Math.max(0, span.end - this.at), length);
      if (text && span.end - span.start < LONGEST_TEXT) text.push(Buffer.from(taken));
      span.end = until;
    }
    this.skip(length);
  }

  private skip(length: number): void {
    this.rest = this.rest.subarray(length);
    this.at += length;
  }
}

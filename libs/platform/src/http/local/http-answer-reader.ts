import type { IncomingHttpHeaders } from 'node:http';

const LINE_FEED = 10;
const HEAD_END = '\r\n\r\n';
/** As much as Node's own parser takes. */
const LONGEST_HEAD = 16_384;
/** A chunk's size with its extensions, or a line of the trailer. */
const LONGEST_LINE = 4_096;
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: |$)/;
const DIGITS = /^\d{1,15}$/;
const CHUNK_SIZE = /^([\da-f]{1,12})[ \t]*(?:;|$)/i;
const CLOSES = /(?:^|,)\s*close\s*(?:,|$)/i;

type Expecting =
  'head' | 'body' | 'bytes until the end' | 'chunk size' | 'chunk' | 'end of chunk' | 'trailer' | 'nothing';

export interface HttpAnswerListener {
  /** @param headers names in lower case; the values of one that comes several times are joined by commas */
  head(status: number, headers: IncomingHttpHeaders): void;
  /** A part of the body that is not the last one. @param bytes the listener's to keep */
  body(bytes: Buffer): void;
  /**
   * The answer is complete.
   * @param rest the last part of the body, the listener's to keep; null when there is none
   * @param isReusable the connection may be asked again
   */
  end(rest: Buffer | null, isReusable: boolean): void;
}

/** The answer is not HTTP/1.1, or not whole. */
class HttpAnswerError extends Error {
  override readonly name = 'HttpAnswerError';
}

/**
 * Reads one HTTP/1.1 answer to a POST after another from the bytes of a connection, cut as they may come. Source: RFC 9112,
 * sections 2.2, 4, 6.3 and 7.1.
 */
export class HttpAnswerReader {
  private expecting: Expecting = 'nothing';
  /** Beginning of a head or line whose rest has not come yet. */
  private begun = '';
  /** Bytes of body or chunk that are still to come. */
  private remaining = 0;
  private isReusable = true;
  /** What the bytes at hand have of the body. */
  private part: Buffer | null = null;

  constructor(private readonly listener: HttpAnswerListener) {}

  /** A request has been sent. */
  expect(): void {
    this.expecting = 'head';
    this.begun = '';
    this.isReusable = true;
  }

  /**
   * @param bytes not kept; they may change afterwards
   * @throws HttpAnswerError
   */
  read(bytes: Buffer): void {
    if (this.isComplete) throw new HttpAnswerError('There are bytes that nobody asked for.');
    const bodyAt = this.expecting === 'head' ? this.readHead(bytes) : 0;
    const end = this.findEnd(bytes, bodyAt);
    const { part } = this;
    this.part = null;
    if (this.isComplete) this.listener.end(part, this.isReusable && end === bytes.length);
    else if (part) this.listener.body(part);
  }

  /** The connection is at its end. @throws HttpAnswerError when the answer is not */
  close(): void {
    if (this.isComplete) return;
    if (this.expecting !== 'bytes until the end') throw new HttpAnswerError('The answer breaks off.');
    this.expecting = 'nothing';
    this.listener.end(null, false);
  }

  /** Takes what belongs to the answer into `part`; returns where it ends. */
  private findEnd(bytes: Buffer, at: number): number {
    if (at === bytes.length) return at;
    if (this.expecting === 'body') return this.readBody(bytes, at);
    if (this.expecting !== 'bytes until the end') return this.readChunks(bytes, at);
    this.part = Buffer.from(bytes.subarray(at));
    return bytes.length;
  }

  /** Returns where the head ends; the end of `bytes` while it has not come. */
  private readHead(bytes: Buffer): number {
    let from = 0;
    for (;;) {
      const known = this.begun.length;
      const text = this.begun + bytes.toString('latin1', from, from + LONGEST_HEAD);
      const end = text.indexOf(HEAD_END, Math.max(0, known - HEAD_END.length));
      if (end < 0) {
        if (text.length >= LONGEST_HEAD) throw new HttpAnswerError('The head of the answer is too long.');
        this.begun = text;
        return bytes.length;
      }
      this.begun = '';
      from += end + HEAD_END.length - known;
      // Other heads may come before the answer's own.
      if (this.understand(text.slice(0, end))) return from;
    }
  }

  /** False for an interim answer. */
  private understand(head: string): boolean {
    const lines = head.split('\r\n');
    const [statusLine = ''] = lines;
    const status = Number(STATUS_LINE.exec(statusLine)?.[1] ?? 0);
    if (status === 0 || status === 101) throw new HttpAnswerError('The answer is not one of HTTP/1.1.');
    if (status < 200) return false;
    const headers = readHeaders(lines);
    const connection = headers.connection ?? (statusLine.startsWith('HTTP/1.0') ? 'close' : '');
    this.isReusable = !CLOSES.test(connection);
    this.expecting = this.bodyAfter(status, headers);
    this.listener.head(status, headers);
    return true;
  }

  private bodyAfter(status: number, headers: IncomingHttpHeaders): Expecting {
    const { 'transfer-encoding': coding, 'content-length': length } = headers;
    if (status === 204 || status === 304) return 'nothing';
    if (coding !== undefined) {
      if (coding.toLowerCase() !== 'chunked') throw new HttpAnswerError(`The coding "${coding}" is not known.`);
      if (length !== undefined) this.isReusable = false;
      return 'chunk size';
    }
    if (length === undefined) return 'bytes until the end';
    if (!DIGITS.test(length)) throw new HttpAnswerError('The length of the answer is no number.');
    this.remaining = Number(length);
    return this.remaining > 0 ? 'body' : 'nothing';
  }

  private readBody(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.remaining);
    this.remaining -= end - at;
    this.part = Buffer.from(bytes.subarray(at, end));
    if (this.remaining === 0) this.expecting = 'nothing';
    return end;
  }

  /** What the chunks of one piece hold is passed on as one: a model server sends each token as a chunk. */
  private readChunks(bytes: Buffer, start: number): number {
    const body = Buffer.allocUnsafe(bytes.length - start);
    let length = 0;
    let at = start;
    while (at < bytes.length && !this.isComplete) {
      if (this.expecting === 'chunk') {
        const end = Math.min(bytes.length, at + this.remaining);
        length += bytes.copy(body, length, at, end);
        this.remaining -= end - at;
        if (this.remaining === 0) this.expecting = 'end of chunk';
        at = end;
      } else {
        at = this.readLine(bytes, at);
      }
    }
    if (length > 0) this.part = body.subarray(0, length);
    return at;
  }

  private readLine(bytes: Buffer, at: number): number {
    const lineFeed = bytes.indexOf(LINE_FEED, at);
    const end = lineFeed < 0 ? bytes.length : lineFeed;
    const line = this.begun + bytes.toString('latin1', at, end);
    if (line.length > LONGEST_LINE) throw new HttpAnswerError('A line between the chunks is too long.');
    if (lineFeed < 0) {
      this.begun = line;
      return end;
    }
    this.begun = '';
    if (!line.endsWith('\r')) throw new HttpAnswerError('A line between the chunks has no end.');
    this.follow(line.slice(0, -1));
    return end + 1;
  }

  private follow(line: string): void {
    if (this.expecting === 'chunk size') {
      const size = CHUNK_SIZE.exec(line)?.[1];
      if (size === undefined) throw new HttpAnswerError('The size of a chunk is no number.');
      this.remaining = Number.parseInt(size, 16);
      this.expecting = this.remaining === 0 ? 'trailer' : 'chunk';
    } else if (this.expecting === 'end of chunk') {
      if (line) throw new HttpAnswerError('A chunk is longer than it says.');
      this.expecting = 'chunk size';
    } else if (!line) {
      this.expecting = 'nothing';
    }
  }

  private get isComplete(): boolean {
    return this.expecting === 'nothing';
  }
}

function readHeaders(lines: readonly string[]): IncomingHttpHeaders {
  const headers: Record<string, string> = {};
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] as string;
    const colon = line.indexOf(':');
    if (colon <= 0) throw new HttpAnswerError('A header of the answer has no name.');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

import type { Hal0Error } from '@hal0/platform';
import type { ServerResponse } from 'node:http';
import type { Dialect } from '../inference-request.js';
import type { ClientAnswer } from './client-answer.js';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';
/** Shorter answers leave together with their head, as one string in which each letter is a byte. */
const ONE_WRITE_BYTES = 4_096;

/** The client's side of one exchange. It is written at most once to its end, whatever happens on the other side. */
export class Answer implements ClientAnswer {
  private eventStream = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly dialect: Dialect,
    /** Headers of every answer, as a flat list of names and values; asked for when the head is written. */
    private readonly standingHeaders: () => string[],
  ) {}

  /** The status is spent. */
  get begun(): boolean {
    return this.response.headersSent;
  }

  get status(): number {
    return this.response.statusCode;
  }

  begin(status: number, contentType: string, contentLength?: number): void {
    if (this.begun) return;
    const headers = this.standingHeaders();
    headers.push('content-type', contentType);
    if (contentLength !== undefined) headers.push('content-length', String(contentLength));
    this.response.writeHead(status, headers);
  }

  /** @param contentType of streams that are none of server-sent events */
  beginEventStream(contentType = EVENT_STREAM): void {
    if (this.begun) return;
    this.eventStream = true;
    const headers = this.standingHeaders();
    // No proxy in between may hold events back.
    headers.push('content-type', contentType, 'cache-control', 'no-cache', 'x-accel-buffering', 'no');
    this.response.writeHead(200, headers);
  }

  /** A line that clients skip; it keeps the connection alive and tells people at a terminal what is going on. */
  comment(text: string): void {
    this.beginEventStream();
    this.response.write(`: ${text}\n\n`);
  }

  /** False when the client reads more slowly than this is written. */
  write(bytes: Buffer): boolean {
    return this.response.write(bytes);
  }

  onceDrained(resume: () => void): void {
    this.response.once('drain', resume);
  }

  end(bytes?: Buffer): void {
    if (bytes && bytes.length < ONE_WRITE_BYTES) this.response.end(bytes.toString('latin1'), 'latin1');
    else this.response.end(bytes);
  }

  /** An error status if it is not too late for one, else an error event, else a broken connection. */
  fail(error: Hal0Error): void {
    if (!this.begun) {
      const body = Buffer.from(this.dialect.errorBody(error));
      const { retryAfterSeconds } = error as { retryAfterSeconds?: number };
      const headers = this.standingHeaders();
      headers.push('content-type', 'application/json; charset=utf-8', 'content-length', String(body.length));
      headers.push('x-hal0-error-code', error.code);
      if (retryAfterSeconds !== undefined) headers.push('retry-after', String(retryAfterSeconds));
      this.response.writeHead(error.httpStatus, headers);
      this.response.end(body);
    } else if (this.eventStream) {
      // An event may have been cut short: the blank line closes it.
      this.response.end(`\n\n${this.dialect.errorEvent(error)}`);
    } else {
      this.response.destroy();
    }
  }
}

import { Hal0Error } from '@hal0/platform';
import { errors, type Dispatcher } from 'undici';
import { UpstreamLostError, UpstreamSilentError, UpstreamUnavailableError } from '../dispatcher.errors.js';
import type { ClientAnswer } from './client-answer.js';
import { eventPayload, type StreamGrammar } from './stream-grammar.js';
import { readUpstreamError, type ErrorSource } from './upstream-error.js';
import { readUsage, USAGE_HEAD_BYTES, USAGE_TAIL_BYTES, type Usage } from './usage.js';

type Headers = Record<string, string | string[] | undefined>;

/** An error answer longer than this is no error message. */
const ERROR_BODY_BYTES = 64 * 1_024;
/** A first event that has no end is not held back any longer; it could fill the memory. */
const LONGEST_HELD_EVENT = 1_048_576;
/** The finish, usage and end events of a stream may each come as a piece of their own. */
const TAIL_PIECES = 6;

export interface RelayListener {
  /** The first of the answer has arrived: the first event of a stream, the first bytes of anything else. */
  firstByte(): void;
  /** The connection died before the request was answered in any way; true when the listener has sent it anew. */
  retry(cause: Error): boolean;
  /** Nothing of an answer has been passed on yet, and there will be none from here; true when another target is asked. */
  goesOn(error: Hal0Error): boolean;
  /** Nothing more will come. `error` is what the client was told, or undefined when all went well. */
  ended(usage: Usage, error: Hal0Error | undefined): void;
}

/** Who answers. */
export interface RelaySource extends ErrorSource {
  readonly grammar: StreamGrammar;
}

/**
 * Bytes from the model server to the client, with backpressure. They are touched in four places only: the first
 * event is looked at before the status is sent, error bodies and error events are rewritten, and the end is read for
 * usage. Pieces that arrive in one turn of the event loop leave as one write.
 */
export class Relay implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private pieces: Buffer[] = [];
  private flushArmed = false;
  private upstreamEnded = false;
  private over = false;
  private status = 0;
  private contentType = 'application/json';
  private contentLength: number | undefined;
  private isEventStream = false;
  private firstEventSeen = false;
  /** Something of the answer is on its way to the client. */
  private passing = false;
  /** How a plain answer begins; lists of vectors have their usage there. */
  private head: Buffer | undefined;
  /** The last pieces of the answer; usage and the end mark stand in them. */
  private readonly tail: Buffer[] = [];

  constructor(
    private readonly source: RelaySource,
    private readonly answer: ClientAnswer,
    private readonly listener: RelayListener,
  ) {}

  /** Ends the request at the model server; the client has gone or has been told. */
  cancel(): void {
    this.over = true;
    this.controller?.abort(new Error('the client has gone'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.over) controller.abort(new Error('the client has gone'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.status = status;
    this.contentType = String(headers['content-type'] ?? this.contentType);
    const length = headers['content-length'];
    this.contentLength = length === undefined ? undefined : Number(length);
    this.isEventStream = status === 200 && this.contentType.startsWith('text/event-stream');
  }

  onResponseData(_controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.over) return;
    this.pieces.push(piece);
    if (this.flushArmed) return;
    if (piece.length === this.contentLength) {
      // The whole answer in one piece needs no waiting for another.
      this.upstreamEnded = true;
      return this.flush();
    }
    this.flushArmed = true;
    process.nextTick(() => {
      this.flushArmed = false;
      if (!this.upstreamEnded) this.flush();
    });
  }

  onResponseEnd(): void {
    if (this.over) return;
    this.upstreamEnded = true;
    this.flush();
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    if (this.over) return;
    // The request's own body broke off, with a reason that is the client's to hear.
    if (cause instanceof Hal0Error) return this.fail(cause);
    if (this.status !== 0) return this.fail(this.lost(cause));
    const { name, isSlot } = this.source;
    if (this.listener.retry(cause)) return;
    const isSilent = cause instanceof errors.HeadersTimeoutError;
    this.fail(new (isSilent ? UpstreamSilentError : UpstreamUnavailableError)(name, isSlot, cause));
  }

  private flush(): void {
    if (this.over) return;
    if (this.status >= 400) return this.collectError();
    if (this.isEventStream) return this.flushEvents();
    const bytes = this.takePieces();
    if (!this.passing) this.listener.firstByte();
    this.passing = true;
    this.answer.begin(this.status, this.contentType, this.contentLength);
    if (!this.upstreamEnded) return this.pass(bytes);
    this.remember(bytes);
    this.answer.end(bytes);
    this.end();
  }

  private flushEvents(): void {
    const bytes = this.takePieces();
    if (!this.firstEventSeen && !this.seeFirstEvent(bytes)) return;
    const errorAt = this.source.grammar.errorAt(bytes);
    if (errorAt >= 0) {
      if (errorAt > 0) this.pass(bytes.subarray(0, errorAt));
      return this.fail(this.readErrorEvent(bytes.subarray(errorAt)));
    }
    if (!this.upstreamEnded) return this.pass(bytes);
    this.remember(bytes);
    if (!this.source.grammar.isComplete(this.tailBytes())) {
      if (bytes.length) this.answer.write(bytes);
      return this.fail(this.lost());
    }
    this.answer.end(bytes);
    this.end();
  }

  /** Whether the stream may go on its way. Until then its beginning stays in `pieces`. */
  private seeFirstEvent(bytes: Buffer): boolean {
    const first = this.source.grammar.first(bytes);
    if (first.kind === 'error') {
      this.fail(readUpstreamError(this.status, first.body, this.source));
      return false;
    }
    if (first.kind === 'incomplete' && !this.upstreamEnded && bytes.length < LONGEST_HELD_EVENT) {
      this.pieces = [bytes];
      return false;
    }
    this.firstEventSeen = true;
    this.passing = true;
    this.listener.firstByte();
    this.answer.beginEventStream();
    return true;
  }

  private readErrorEvent(bytes: Buffer): Hal0Error {
    return readUpstreamError(200, eventPayload(bytes), this.source);
  }

  private collectError(): void {
    if (!this.upstreamEnded) return;
    const body = this.takePieces().toString('utf8', 0, ERROR_BODY_BYTES);
    this.fail(readUpstreamError(this.status, body, this.source));
  }

  private pass(bytes: Buffer): void {
    this.remember(bytes);
    if (this.answer.write(bytes)) return;
    const controller = this.controller as Dispatcher.DispatchController;
    controller.pause();
    this.answer.onceDrained(() => controller.resume());
  }

  private takePieces(): Buffer {
    const { pieces } = this;
    this.pieces = [];
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }

  private remember(bytes: Buffer): void {
    if (this.tail.push(bytes) <= TAIL_PIECES) return;
    const first = this.tail.shift();
    // Copied, so that what it was a part of is let go.
    if (!this.isEventStream) this.head ??= first && Buffer.from(first.subarray(0, USAGE_HEAD_BYTES));
  }

  private tailBytes(): Buffer {
    return this.tail.length === 1
      ? (this.tail[0] as Buffer)
      : Buffer.concat(this.tail.map((piece) => piece.subarray(-USAGE_TAIL_BYTES)));
  }

  private usage(): Usage {
    return readUsage(this.tailBytes(), this.head ?? this.tail[0]);
  }

  private fail(error: Hal0Error): void {
    this.over = true;
    this.controller?.abort(new Error('the answer is over'));
    if (!this.passing && this.listener.goesOn(error)) return;
    this.answer.fail(error);
    this.listener.ended(this.usage(), error);
  }

  private lost(cause?: Error): UpstreamLostError {
    return new UpstreamLostError(this.source.name, this.source.isSlot, cause);
  }

  private end(): void {
    this.over = true;
    this.listener.ended(this.usage(), undefined);
  }
}

import type { Hal0Error } from '@hal0/platform';
import type { Dialect } from '../inference-request.js';
import type { Answer } from '../relay/answer.js';
import type { ClientAnswer } from '../relay/client-answer.js';
import { LONGEST_PLAIN_ANSWER, type AnswerTranslation } from './answer-translation.js';
import { EventStreamReader } from './event-stream-reader.js';
import { UnreadableAnswerError } from './translation.errors.js';

const DONE = '[DONE]';
const JSON_TYPE = 'application/json; charset=utf-8';
const EVENT_STREAM = 'text/event-stream';

/**
 * Takes an answer in OpenAI's dialect and writes it in the client's. A stream is translated event by event as it comes;
 * an answer that is no stream is held until it is whole, and may become a stream then that has kept the client company before.
 */
export class TranslatedAnswer implements ClientAnswer {
  private readonly reader = new EventStreamReader((data, name) => this.take(data, name));
  private readonly held: Buffer[] = [];
  private heldBytes = 0;
  private plainStatus = 200;
  private streaming = false;
  private translated = '';
  private over = false;

  constructor(
    private readonly answer: Answer,
    private readonly translation: AnswerTranslation,
    private readonly dialect: Dialect,
    /** Told after the client when the answer cannot be put into its dialect. */
    private readonly onUnreadable: (error: Hal0Error) => void,
  ) {}

  get begun(): boolean {
    return this.answer.begun;
  }

  get status(): number {
    return this.answer.status;
  }

  begin(status: number): void {
    this.plainStatus = status;
  }

  beginEventStream(): void {
    this.streaming = true;
    this.answer.beginEventStream(this.translation.streamType);
  }

  comment(text: string): void {
    this.answer.beginEventStream(this.translation.streamType);
    // Other kinds of streams have no words that their readers skip.
    if (this.translation.streamType.startsWith(EVENT_STREAM)) this.answer.comment(text);
  }

  write(bytes: Buffer): boolean {
    if (this.over) return true;
    if (!this.streaming) {
      this.hold(bytes);
      return true;
    }
    const text = this.translate(bytes);
    return text === '' || this.answer.write(Buffer.from(text));
  }

  onceDrained(resume: () => void): void {
    this.answer.onceDrained(resume);
  }

  end(bytes?: Buffer): void {
    if (this.over) return;
    if (!this.streaming) return this.endPlain(bytes);
    let text = bytes ? this.translate(bytes) : '';
    // Its end may be what could not be read.
    if (this.isOver()) return;
    try {
      text += this.translation.end();
    } catch (error) {
      return this.unreadable(error);
    }
    this.over = true;
    this.answer.end(Buffer.from(text));
  }

  fail(error: Hal0Error): void {
    if (this.over) return;
    this.over = true;
    // Only whole events have been written, so that nothing has to be closed before this one.
    if (this.begun) this.answer.end(Buffer.from(this.dialect.errorEvent(error)));
    else this.answer.fail(error);
  }

  private hold(bytes: Buffer): void {
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    if (this.heldBytes <= LONGEST_PLAIN_ANSWER) return;
    this.held.length = 0;
    this.unreadable(new Error('its answer has no end'));
  }

  private endPlain(bytes?: Buffer): void {
    if (bytes) this.hold(bytes);
    if (this.over) return;
    try {
      const body = Buffer.from(this.translation.plain(Buffer.concat(this.held)));
      this.over = true;
      this.answer.begin(this.plainStatus, this.translation.plainType ?? JSON_TYPE, body.length);
      this.answer.end(body);
    } catch (error) {
      this.unreadable(error);
    }
  }

  private translate(bytes: Buffer): string {
    this.translated = '';
    try {
      this.reader.read(bytes);
    } catch (error) {
      this.unreadable(error);
      return '';
    }
    return this.translated;
  }

  private take(data: string, name: string | undefined): void {
    if (data !== DONE) this.translated += this.translation.event(data, name);
  }

  private unreadable(error: unknown): void {
    if (this.over) return;
    const told = new UnreadableAnswerError(error);
    this.fail(told);
    this.onUnreadable(told);
  }

  private isOver(): boolean {
    return this.over;
  }
}

import type { Hal0Error } from '@hal0/platform';
import type { Dialect } from '../inference-request.js';
import type { Answer } from '../relay/answer.js';
import type { ClientAnswer } from '../relay/client-answer.js';
import type { AnswerTranslation } from './answer-translation.js';
import { EventStreamReader } from './event-stream-reader.js';
import { UnreadableAnswerError } from './translation.errors.js';

const DONE = '[DONE]';
const JSON_TYPE = 'application/json; charset=utf-8';
const EVENT_STREAM = 'text/event-stream';

/**
 * Takes an answer in OpenAI's dialect and writes it in the client's. A stream is translated event by event as it comes;
 * an answer that is no stream is held until it is whole.
 */
export class TranslatedAnswer implements ClientAnswer {
  private readonly reader = new EventStreamReader((data, name) => this.take(data, name));
  private readonly held: Buffer[] = [];
  private plainStatus = 200;
  private streaming = false;
  private translated = '';
  private over = false;

  constructor(
    private readonly answer: Answer,
    private readonly translation: AnswerTranslation,
    private readonly dialect: Dialect,
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
    this.beginEventStream();
    // Other kinds of streams have no words that their readers skip.
    if (this.translation.streamType.startsWith(EVENT_STREAM)) this.answer.comment(text);
  }

  write(bytes: Buffer): boolean {
    if (this.over) return true;
    if (!this.streaming) {
      this.held.push(bytes);
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
    if (this.begun && this.streaming) this.answer.end(Buffer.from(this.dialect.errorEvent(error)));
    else this.answer.fail(error);
  }

  private endPlain(bytes?: Buffer): void {
    if (bytes) this.held.push(bytes);
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
    this.fail(new UnreadableAnswerError(error));
  }

  private isOver(): boolean {
    return this.over;
  }
}

import type { Dispatcher } from 'undici';
import { LONGEST_PLAIN_ANSWER, type AnswerTranslation } from './answer-translation.js';
import { EventStreamReader } from './event-stream-reader.js';

type Controller = Dispatcher.DispatchController;
type Headers = Record<string, string | string[] | undefined>;

/**
 * Stands between a target that speaks another dialect and a handler that knows OpenAI's only. Error answers pass as they
 * are: {@link readUpstreamError} knows those of every dialect.
 */
export class TranslatingHandler implements Dispatcher.DispatchHandler {
  private readonly reader = new EventStreamReader((data, name) => {
    this.translated += this.translation.event(data, name);
  });
  private readonly held: Buffer[] = [];
  private heldBytes = 0;
  private kind: 'as it is' | 'plain' | 'stream' = 'as it is';
  private translated = '';
  private failed = false;

  constructor(
    private readonly handler: Required<
      Pick<
        Dispatcher.DispatchHandler,
        'onRequestStart' | 'onResponseStart' | 'onResponseData' | 'onResponseEnd' | 'onResponseError'
      >
    >,
    private readonly translation: AnswerTranslation,
  ) {}

  onRequestStart(controller: Controller, context: object): void {
    this.handler.onRequestStart(controller, context);
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, statusMessage?: string): void {
    if (status >= 400) return this.handler.onResponseStart(controller, status, headers, statusMessage);
    const isStream = String(headers['content-type']).startsWith('text/event-stream');
    this.kind = isStream ? 'stream' : 'plain';
    const { 'content-length': _length, ...rest } = headers;
    const type = isStream ? this.translation.streamType : (this.translation.plainType ?? 'application/json');
    this.handler.onResponseStart(controller, status, { ...rest, 'content-type': type }, statusMessage);
  }

  onResponseData(controller: Controller, piece: Buffer): void {
    if (this.failed) return;
    if (this.kind === 'as it is') return this.handler.onResponseData(controller, piece);
    if (this.kind === 'plain') {
      this.held.push(piece);
      this.heldBytes += piece.length;
      if (this.heldBytes > LONGEST_PLAIN_ANSWER) this.giveUp(controller, new Error('its answer has no end'));
      return;
    }
    this.translated = '';
    this.guarded(controller, () => {
      this.reader.read(piece);
      return this.translated;
    });
  }

  onResponseEnd(controller: Controller, trailers: Headers): void {
    if (this.kind === 'plain') this.guarded(controller, () => this.translation.plain(Buffer.concat(this.held)));
    if (this.kind === 'stream') this.guarded(controller, () => this.translation.end());
    if (!this.failed) this.handler.onResponseEnd(controller, trailers);
  }

  onResponseError(controller: Controller, cause: Error): void {
    if (!this.failed) this.handler.onResponseError(controller, cause);
  }

  private guarded(controller: Controller, translate: () => Buffer | string): void {
    if (this.failed) return;
    try {
      const bytes = Buffer.from(translate());
      if (bytes.length) this.handler.onResponseData(controller, bytes);
    } catch (error) {
      this.giveUp(controller, error as Error);
    }
  }

  private giveUp(controller: Controller, cause: Error): void {
    this.failed = true;
    this.held.length = 0;
    this.handler.onResponseError(controller, cause);
  }
}

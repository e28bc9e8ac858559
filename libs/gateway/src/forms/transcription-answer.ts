import type { AnswerTranslation, StreamedForm } from '@hal0/dispatcher';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

interface Word {
  word: string;
  start: number;
  end: number;
}

interface Transcript {
  text?: string;
  segments?: { words?: Word[] }[];
  words?: Word[];
}

/**
 * Transcripts as OpenAI tells them, where lemond tells them otherwise: as a stream when one was asked for, and words with
 * their times beside the segments. A provider's own stream passes as it is.
 */
export class TranscriptionAnswer implements AnswerTranslation {
  readonly streamType = EVENT_STREAM;

  constructor(private readonly form: StreamedForm) {}

  get plainType(): string {
    if (this.streams) return EVENT_STREAM;
    return this.isJson ? JSON_TYPE : TEXT_TYPE;
  }

  plain(body: Buffer): Buffer | string {
    if (this.streams) return streamOf(this.isJson ? textOf(body) : body.toString());
    const wantsWords = this.asksFor('verbose_json') && this.form.texts('timestamp_granularities[]').includes('word');
    return wantsWords ? JSON.stringify(withWords(JSON.parse(body.toString()) as Transcript)) : body;
  }

  event(data: string): string {
    return `data: ${data}\n\n`;
  }

  end(): string {
    return '';
  }

  private get streams(): boolean {
    return this.form.text('stream') === 'true';
  }

  private get isJson(): boolean {
    return this.asksFor('json') || this.asksFor('verbose_json');
  }

  private asksFor(format: string): boolean {
    return (this.form.text('response_format') ?? 'json') === format;
  }
}

function textOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as Transcript).text ?? '';
}

function streamOf(text: string): string {
  const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
  const delta = { type: 'transcript.text.delta', delta: text };
  return (text ? event(delta) : '') + event({ type: 'transcript.text.done', text });
}

function withWords(transcript: Transcript): Transcript {
  const words = (transcript.segments ?? []).flatMap((segment) => segment.words ?? []);
  return { words: words.map(({ word, start, end }) => ({ word: word.trim(), start, end })), ...transcript };
}

import type { JsonObject } from '../intake/json-fields.js';

/** Completes what lemond leaves out of OpenAI's events. One per session. */
export class ServerEvents {
  private count = 0;
  private items = 0;
  /** What is being said now. */
  private speaking: string | null = null;
  /** What has been said and is not written down yet, oldest first. */
  private readonly waiting: string[] = [];
  private previous: string | null = null;
  /** What the client has been told of the current text. */
  private told = '';

  constructor(
    /** Seconds of sound since this was asked last. */
    private readonly seconds: () => number,
    /** Epoch milliseconds of the session's begin, which lemond's times are turned into. */
    private readonly startedAt: number,
  ) {}

  /** @param type beside the fields, for which it comes last in lemond's events */
  complete(type: string, event: JsonObject): JsonObject | undefined {
    switch (type) {
      case 'input_audio_buffer.speech_started':
        return this.event(type, { audio_start_ms: this.since(event['audio_start_ms']), item_id: this.spoken() });
      case 'input_audio_buffer.speech_stopped':
        return this.event(type, { audio_end_ms: this.since(event['audio_end_ms']), item_id: this.stopped() });
      case 'input_audio_buffer.committed':
        return this.committed(type);
      case 'conversation.item.input_audio_transcription.delta':
        return this.delta(type, event['delta']);
      case 'conversation.item.input_audio_transcription.completed':
        return this.completed(type, event);
      default:
        return this.event(type, event);
    }
  }

  event(type: string, fields: JsonObject): JsonObject {
    this.count += 1;
    return { ...fields, type, event_id: `event_${this.count}` };
  }

  private committed(type: string): JsonObject {
    // After the end of speech it is told of what has been said, else of what is being said.
    const item_id = (this.speaking === null && this.waiting.at(-1)) || this.stopped();
    const previous_item_id = this.previous;
    this.previous = item_id;
    return this.event(type, { item_id, previous_item_id });
  }

  /** lemond says all that it has understood so far; OpenAI's clients put the pieces one after the other. */
  private delta(type: string, text: unknown): JsonObject | undefined {
    const said = typeof text === 'string' ? text.trimEnd() : '';
    if (said.length <= this.told.length || !said.startsWith(this.told)) return undefined;
    const delta = said.slice(this.told.length);
    this.told = said;
    return this.event(type, { item_id: this.waiting[0] ?? this.spoken(), content_index: 0, delta });
  }

  private completed(type: string, { transcript }: JsonObject): JsonObject {
    const item_id = this.waiting.shift() ?? this.spoken();
    if (item_id === this.speaking) this.speaking = null;
    this.told = '';
    const usage = { type: 'duration', seconds: this.seconds() };
    return this.event(type, { item_id, content_index: 0, transcript: transcript ?? '', usage });
  }

  private stopped(): string {
    const item = this.spoken();
    this.speaking = null;
    this.waiting.push(item);
    return item;
  }

  private spoken(): string {
    this.speaking ??= `item_${(this.items += 1)}`;
    return this.speaking;
  }

  /** lemond tells the time of day; OpenAI's events count from the session's begin. */
  private since(time: unknown): number {
    return typeof time === 'number' ? Math.max(0, time - this.startedAt) : 0;
  }
}

import { endsWithDone, findErrorEvent, readFirstEvent, type FirstEvent } from './server-sent-events.js';

/** What an event stream of one dialect looks like, as far as hal0 looks at it. It is shown every piece of the stream once. */
export interface StreamGrammar {
  /** What the beginning tells before the status is sent. */
  first(bytes: Buffer): FirstEvent;
  /** Where an error event begins in a piece of the stream, or -1. */
  errorAt(bytes: Buffer): number;
  /** Whether the stream has said that it is complete. */
  isComplete(tail: Buffer): boolean;
}

const NAMED_ERROR = Buffer.from('event: error');
const DATA = 'data: ';

/** Chat and text completions: nameless events, `[DONE]` at the end. */
export const openAiGrammar: StreamGrammar = {
  first: readFirstEvent,
  errorAt: findErrorEvent,
  isComplete: endsWithDone,
};

/** Messages API: `event: error` at any time, `message_stop` at the end. */
export const anthropicGrammar: StreamGrammar = {
  first: firstNamedEvent,
  errorAt: namedErrorAt,
  isComplete: (tail) => tail.toString('latin1').includes('event: message_stop'),
};

const LAST_EVENT = /(?:^|\n)event: response\.(?:completed|incomplete|failed)\r?\n/;
/** Longer than the name of any last event. */
const CARRIED = 40;

/**
 * Responses API: its last event tells how it ended and repeats all of the answer, so that its name may be far from the end
 * of the stream. One object reads one stream.
 */
export class ResponsesGrammar implements StreamGrammar {
  private carried = '';
  private ended = false;

  first(bytes: Buffer): FirstEvent {
    return firstNamedEvent(bytes);
  }

  errorAt(bytes: Buffer): number {
    const text = this.carried + bytes.toString('latin1');
    this.ended ||= LAST_EVENT.test(text);
    this.carried = text.slice(-CARRIED);
    return namedErrorAt(bytes);
  }

  isComplete(tail: Buffer): boolean {
    return this.ended && tail.toString('latin1', Math.max(0, tail.length - 4)).endsWith('\n\n');
  }
}

/** The payload of the event that begins at `start`. */
export function eventPayload(bytes: Buffer, start = 0): string {
  const data = bytes.indexOf(DATA, start);
  const end = bytes.indexOf('\n\n', Math.max(start, data));
  return data < 0 ? '' : bytes.toString('utf8', data + DATA.length, end < 0 ? undefined : end);
}

function firstNamedEvent(bytes: Buffer): FirstEvent {
  const end = bytes.indexOf('\n\n');
  if (end < 0) return { kind: 'incomplete' };
  return bytes.subarray(0, NAMED_ERROR.length).equals(NAMED_ERROR)
    ? { kind: 'error', body: eventPayload(bytes) }
    : { kind: 'data' };
}

function namedErrorAt(bytes: Buffer): number {
  const at = bytes.indexOf(NAMED_ERROR);
  return at <= 0 || bytes[at - 1] === 0x0a ? at : -1;
}

import { createParser } from 'eventsource-parser';

/** In characters; a picture is the most that one event carries. */
const LONGEST_EVENT = 16 * 1_048_576;

/** Whole events out of the bytes of an event stream, wherever those are cut. */
export class EventStreamReader {
  private readonly decoder = new TextDecoder();
  private readonly parser: ReturnType<typeof createParser>;

  constructor(onEvent: (data: string, name: string | undefined) => void) {
    this.parser = createParser({
      maxBufferSize: LONGEST_EVENT,
      onEvent: ({ data, event }) => onEvent(data, event),
      onError: (error) => {
        // Lines that it does not know are to be skipped.
        if (error.type === 'max-buffer-size-exceeded') throw error;
      },
    });
  }

  /** @throws ParseError for an event that has no end */
  read(bytes: Buffer): void {
    this.parser.feed(this.decoder.decode(bytes, { stream: true }));
  }
}

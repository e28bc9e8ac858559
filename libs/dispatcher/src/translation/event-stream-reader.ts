import { createParser } from 'eventsource-parser';

/** Whole events out of the bytes of an event stream, wherever those are cut. */
export class EventStreamReader {
  private readonly decoder = new TextDecoder();
  private readonly parser: ReturnType<typeof createParser>;

  constructor(onEvent: (data: string, name: string | undefined) => void) {
    this.parser = createParser({ onEvent: ({ data, event }) => onEvent(data, event) });
  }

  read(bytes: Buffer): void {
    this.parser.feed(this.decoder.decode(bytes, { stream: true }));
  }
}

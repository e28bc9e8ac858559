import type { Hal0Error } from '@hal0/platform';

/** What is written towards the client of one exchange, whichever dialect it speaks. */
export interface ClientAnswer {
  /** The status is spent. */
  readonly begun: boolean;
  readonly status: number;
  begin(status: number, contentType: string, contentLength?: number): void;
  beginEventStream(): void;
  /** Something that clients skip; it keeps the connection of a waiting stream alive. */
  comment(text: string): void;
  /** False when the client reads more slowly than this is written. */
  write(bytes: Buffer): boolean;
  onceDrained(resume: () => void): void;
  end(bytes?: Buffer): void;
  /** An error status if it is not too late for one, else an error event, else a broken connection. */
  fail(error: Hal0Error): void;
}

import type { Readable } from 'node:stream';

/** What a model takes at most of one text, and how long a text is to it. */
export interface Measure {
  /** In tokens, those that the model has around every text included. */
  readonly most: number;
  readonly tokensOf: (text: string) => Promise<readonly number[]>;
}

/** A body as the client sent it, which is passed on as bytes but for the name of the model. */
export interface RequestBody {
  /** For the model server's own `content-type`. */
  readonly contentType: string;
  /** False when it is passed on while it still comes in, so that it can be sent only once. */
  readonly replayable: boolean;
  /** The body as it came. */
  unchanged(): Buffer | Readable;
  /** The body with `model` set to `model`; the very same bytes when it says so already. */
  forModel(model: string): Buffer | Readable;
  /**
   * Does what is left to do before the body can be asked for. @throws Hal0Error when there are no words for the request
   */
  prepare?(): void;
  /** Asks for less from here on, where the client lets its texts be cut. False when there is no less to ask for. */
  shorten?(measure: Measure): Promise<boolean>;
  /** Lets go of what it holds beside memory, such as a spool file; called once, when the request has ended. */
  dispose?(): void;
}

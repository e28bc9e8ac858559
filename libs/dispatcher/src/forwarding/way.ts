import type { HttpSender } from '@hal0/platform';
import type { Readable } from 'node:stream';
import type { RelaySource } from '../relay/relay.js';
import type { TranslateAnswer } from '../translation/answer-translation.js';

/** How one target is asked, and how its answer is to be read. */
export interface Way {
  readonly source: RelaySource;
  readonly pool: HttpSender;
  readonly path: string;
  /** Flat list of names and values. */
  readonly headers: readonly string[];
  /** Longest silence, in milliseconds; 0 for any. */
  readonly silenceMs: number;
  /** The request's body; asked for at each attempt. */
  body(): Buffer | Readable;
  /** The answer comes in the client's own dialect. */
  readonly isNative: boolean;
  /** Set when the answer has to be put into OpenAI's dialect first. */
  readonly toOpenAi?: TranslateAnswer;
}

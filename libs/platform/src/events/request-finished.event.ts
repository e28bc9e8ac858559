import { Hal0Event } from './hal0.event.js';

/** What clients may speak. */
export const REQUEST_DIALECTS = ['openai', 'responses', 'anthropic', 'ollama', 'realtime'] as const;
export type RequestDialect = (typeof REQUEST_DIALECTS)[number];

/** A target that a request was tried with in vain before the next of its chain. */
export interface RequestAttempt {
  /** A slot by name, a provider's model as `<upstream>/<model>`. */
  target: string;
  /** `not_ready`, `queue_full`, or an error's code. */
  reason: string;
  /** From the moment it was asked for a place to the one it was given up. */
  ms: number;
}

/** One inference request, told after its last byte. Durations are milliseconds; null means not known. */
export interface RequestRecord {
  id: string;
  /** Epoch milliseconds of arrival. */
  startedAt: number;
  path: string;
  dialect: RequestDialect;
  slot: string | null;
  model: string | null;
  /** `lemonade` for a slot, else the name of the upstream; null when nothing was found to ask. */
  servedBy: string | null;
  /** What should have served the request, when something else of the chain did; null otherwise. */
  fallbackFrom: string | null;
  /** Why it did not: `not_ready`, `queue_full`, or an error's code. */
  fallbackReason: string | null;
  /** All that was tried before what served, in order. */
  attempts: RequestAttempt[];
  /** Name of the key that the request came with; null without one. */
  key: string | null;
  stream: boolean;
  status: number;
  outcome: 'completed' | 'failed' | 'abandoned';
  errorCode: string | null;
  /** Waiting for a turn in the slot. */
  queueMs: number;
  /** Waiting for the model to load. */
  loadMs: number;
  /** With targets that the request was sent to and got no answer from; waits there are in `queueMs` and `loadMs`. */
  triedMs: number;
  /** From the start of forwarding to the first byte of the answer. */
  firstByteMs: number | null;
  /** From the start of forwarding to the first token: of a plain answer as far as the backend tells how long it generated. */
  ttftMs: number | null;
  totalMs: number;
  /** hal0's own work until the head of the answer was sent. */
  gatewayMs: number;
  /** Tokens of the prompt, those that were in the backend's cache included. */
  promptTokens: number | null;
  /** How many of the prompt's tokens were in the backend's cache. */
  cachedTokens: number | null;
  completionTokens: number | null;
  /** Generation speed as the backend measured it. */
  tokensPerSecond: number | null;
  /** Speed of reading the prompt as the backend measured it, cached tokens left out. */
  promptTokensPerSecond: number | null;
}

export class RequestFinishedEvent extends Hal0Event {
  static readonly type = 'request.finished';
  readonly type = RequestFinishedEvent.type;

  constructor(readonly record: RequestRecord) {
    super();
  }
}

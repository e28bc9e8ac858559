import { REQUEST_DIALECTS, type RequestDialect, type RequestRecord } from '@hal0/platform';
import { ApiProperty } from '@nestjs/swagger';

export const OUTCOMES = ['completed', 'failed', 'abandoned'] as const satisfies readonly RequestRecord['outcome'][];
export type RequestOutcome = (typeof OUTCOMES)[number];

/** A target that a request was tried with in vain before the next of its chain. */
export class RequestAttemptDto {
  /** A slot by name, a provider's model as `<upstream>/<model>`. */
  target: string;
  /** `not_ready`, `queue_full`, or an error's code. */
  reason: string;
  /** From the moment it was asked for a place to the one it was given up. */
  ms: number;
}

/** One inference request that has ended. Durations are milliseconds; null means not known. */
export class FinishedRequestDto {
  /** Number of the row; what pages continue from. */
  row: number;
  /** The request's own id, as in `x-request-id`. */
  id: string;
  /** Epoch milliseconds of arrival. */
  startedAt: number;
  path: string;
  /** What the client spoke. */
  @ApiProperty({ enum: REQUEST_DIALECTS, enumName: 'RequestDialect' })
  dialect: RequestDialect;
  slot: string | null;
  /** Registry id of the model that answered. */
  model: string | null;
  /** `lemonade` for a slot, else the name of the upstream; null when nothing was found to ask. */
  servedBy: string | null;
  /** What should have served the request, when something else of the chain did. */
  fallbackFrom: string | null;
  /** Why it did not: `not_ready`, `queue_full`, or an error's code. */
  fallbackReason: string | null;
  /** All that was tried before what served, in order. */
  attempts: RequestAttemptDto[];
  /** Name of the key that the request came with. */
  key: string | null;
  stream: boolean;
  /** HTTP status of the answer. */
  status: number;
  @ApiProperty({ enum: OUTCOMES, enumName: 'RequestOutcome' })
  outcome: RequestOutcome;
  errorCode: string | null;
  /** Waiting for a turn in the slot. */
  queueMs: number;
  /** Waiting for the model to load. */
  loadMs: number;
  /** With targets that the request was sent to and got no answer from; waits there are in `queueMs` and `loadMs`. */
  triedMs: number;
  /** From the start of forwarding to the first byte of the answer. */
  firstByteMs: number | null;
  /** From the start of forwarding to the first token; of a plain answer as far as the backend told how long it generated. */
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

/** One page of finished requests, newest first. */
export class RequestsPageDto {
  requests: FinishedRequestDto[];
  /** What to ask the next page with; null when this was the last. */
  nextBefore: number | null;
}

import { Hal0Event } from './hal0.event.js';

/** One inference request, told after its last byte. Durations are milliseconds; null means not known. */
export interface RequestRecord {
  id: string;
  /** Epoch milliseconds of arrival. */
  startedAt: number;
  path: string;
  slot: string | null;
  model: string | null;
  stream: boolean;
  status: number;
  outcome: 'completed' | 'failed' | 'abandoned';
  errorCode: string | null;
  /** Waiting for a turn in the slot. */
  queueMs: number;
  /** Waiting for the model to load. */
  loadMs: number;
  /** From the start of forwarding to the first byte of the answer. */
  firstByteMs: number | null;
  totalMs: number;
  promptTokens: number | null;
  completionTokens: number | null;
  /** Generation speed as the backend measured it. */
  tokensPerSecond: number | null;
}

export class RequestFinishedEvent extends Hal0Event {
  static readonly type = 'request.finished';
  readonly type = RequestFinishedEvent.type;

  constructor(readonly record: RequestRecord) {
    super();
  }
}

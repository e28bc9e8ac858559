import type { Clock } from '@hal0/platform';
import { HubBusyError, HubUnreachableError } from '../../hub/hub.errors.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** A hub that asks for more than this is not there for now. */
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;
/** In a row, without a byte in between: some twenty minutes. */
const MAX_ATTEMPTS = 25;

/** How often one connection is tried again, and after which wait. */
export class Patience {
  private failures = 0;
  private bytesAtFailure = -1;

  constructor(private readonly clock: Clock) {}

  /**
   * Waits for the next attempt.
   * @param bytesDone of the whole file: as long as anything arrives, there is hope
   * @throws the error itself when trying again is of no use
   */
  async afterFailure(error: unknown, bytesDone: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!(error instanceof HubUnreachableError || error instanceof HubBusyError)) throw error;
    if (bytesDone > this.bytesAtFailure) this.failures = 0;
    this.bytesAtFailure = bytesDone;
    this.failures += 1;
    const asked = error instanceof HubBusyError ? (error.retryAfterMs ?? 0) : 0;
    if (this.failures >= MAX_ATTEMPTS || asked > LONGEST_RETRY_AFTER_MS) throw error;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1));
    await this.clock.sleep(Math.max(wait, asked), signal);
  }
}

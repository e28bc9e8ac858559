import type { Clock } from '@hal0/platform';
import type { ClientAnswer } from './relay/client-answer.js';

/** How often a waiting stream hears that it is still waiting. */
const HEARTBEAT_MS = 5_000;

/**
 * Holds a stream's status back for a while, so that an early failure still gets a status of its own; then opens the
 * stream with 200 and comments until the first event. Source: ARCHITECTURE section 4, "waiting".
 */
export class StreamHold {
  private cancel: () => void;

  constructor(
    private readonly answer: ClientAnswer,
    private readonly clock: Clock,
    holdMs: number,
    /** What the request is waiting for, in words. */
    private readonly describe: () => string,
  ) {
    this.cancel = clock.schedule(() => this.beat(), holdMs);
  }

  stop(): void {
    this.cancel();
  }

  private beat(): void {
    this.answer.comment(this.describe());
    this.cancel = this.clock.schedule(() => this.beat(), HEARTBEAT_MS);
  }
}

import type { Clock } from '@hal0/platform';
import { eventFrame, GREETING, HEARTBEAT } from './event-frame.js';
import type { EventRing } from './event-ring.js';

/** Silence after which a comment is sent. */
const HEARTBEAT_MS = 15_000;

export interface SubscriptionOptions {
  epoch: string;
  lastEventId: string | undefined;
  onEnd: () => void;
}

type Piece = IteratorResult<string, undefined>;

const END: Piece = { done: true, value: undefined };

/**
 * One client's place in the ring. Nothing is kept per client but a number: the next piece is made only when the connection has
 * taken the last one. Pieces are asked for one at a time.
 */
export class EventSubscription implements AsyncIterableIterator<string, undefined> {
  private greeted = false;
  private ended = false;
  /** Number of the next event to send. */
  private position: number;
  /** Whether events were lost of which even the number is not known. */
  private lostTrack = false;
  private wakeUp = () => {};

  constructor(
    private readonly ring: EventRing,
    private readonly clock: Clock,
    private readonly options: SubscriptionOptions,
  ) {
    this.position = this.startingPoint(options);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Piece> {
    if (this.ended) return END;
    const ready = this.take();
    if (ready !== undefined) return { done: false, value: ready };
    await this.newsOrSilence();
    if (this.ended) return END;
    return { done: false, value: this.take() ?? HEARTBEAT };
  }

  return(): Promise<Piece> {
    this.end();
    return Promise.resolve(END);
  }

  end(): void {
    this.ended = true;
    this.options.onEnd();
    this.wakeUp();
  }

  /** There is something new in the ring. */
  wake(): void {
    this.wakeUp();
  }

  private startingPoint({ epoch, lastEventId }: SubscriptionOptions): number {
    if (lastEventId === undefined) return this.ring.next;
    const [, seenEpoch, seen] = /^(\w+)-(\d{1,15})$/.exec(lastEventId) ?? [];
    if (seenEpoch === epoch && Number(seen) < this.ring.next) return Number(seen) + 1;
    this.lostTrack = true;
    return this.ring.oldest;
  }

  /** What can be sent now. */
  private take(): string | undefined {
    if (!this.greeted) {
      this.greeted = true;
      return GREETING;
    }
    if (this.lostTrack || this.position < this.ring.oldest) return this.gap();
    const frame = this.ring.at(this.position);
    if (frame !== undefined) this.position += 1;
    return frame;
  }

  /** Has the id of the last event that was lost, so that a client that reconnects now goes on after the gap. */
  private gap(): string {
    const { oldest } = this.ring;
    const dropped = this.lostTrack ? null : oldest - this.position;
    this.lostTrack = false;
    this.position = oldest;
    const ts = new Date(this.clock.now()).toISOString();
    return eventFrame({ id: `${this.options.epoch}-${oldest - 1}`, ts, type: 'events.gap', data: { dropped } });
  }

  private newsOrSilence(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.clock.schedule(resolve, HEARTBEAT_MS);
      this.wakeUp = () => {
        cancel();
        resolve();
      };
    });
  }
}

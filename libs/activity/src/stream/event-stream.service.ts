import {
  Clock,
  EpochIds,
  EventBus,
  eventText,
  JournalEvent,
  redactJson,
  RequestFinishedEvent,
  Ring,
  Subscriptions,
  type Hal0Event,
  type Subscription,
  type SubscriptionStart,
} from '@hal0/platform';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { RequestsFinishedEvent } from '../requests-finished.event.js';

/** There may be 20,000 of the first a second, and `requests.finished` sums them up; the journal has a stream of its own. */
const NOT_STREAMED: ReadonlySet<string> = new Set([RequestFinishedEvent.type, JournalEvent.type]);
/** Requests tell the name of their key, as `GET /api/requests` does. */
const HARMLESS: ReadonlyMap<string, ReadonlySet<string>> = new Map([[RequestsFinishedEvent.type, new Set(['key'])]]);
const EVENTS_KEPT = 500;
const CHARACTERS_KEPT = 2 * 1024 * 1024;

/**
 * What is published on the bus, as server-sent events. Clients read from one common ring, so that one that is slow
 * or gone costs nothing: what it has missed is told to it as `events.gap`.
 */
@Injectable()
export class EventStreamService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(EventStreamService.name);
  // Texts alone, although each has to be asked for its number: V8 makes objects around them in the old generation, where
  // dropped ones would hold on to their texts, hundreds of megabytes of them, until all of it is collected.
  private readonly ring = new Ring<string>({
    capacity: EVENTS_KEPT,
    numberOf: (text) => Number(/^id: \w+-(\d+)/.exec(text)?.[1]),
    room: { limit: CHARACTERS_KEPT, takenBy: (text) => text.length },
  });
  private readonly subscriptions: Subscriptions<string>;
  private readonly ids: EpochIds;
  private stopObserving = () => {};

  /** @param epoch tells the numbers of this process from those of any other. */
  constructor(
    private readonly events: EventBus,
    private readonly clock: Clock,
    epoch: string,
  ) {
    this.subscriptions = new Subscriptions(clock);
    this.ids = new EpochIds(epoch);
  }

  onModuleInit(): void {
    this.stopObserving = this.events.observe((event) => this.add(event));
  }

  onModuleDestroy(): void {
    this.stopObserving();
    this.subscriptions.endAll();
  }

  /**
   * The stream for one client, as text. Ends with `return()`, or when the API stops.
   * @param lastEventId the last event the client has seen; it gets what came after. Without it, only what is to come.
   */
  open(lastEventId?: string): Subscription<string> {
    return this.subscriptions.add({
      from: this.ring,
      start: this.startFor(lastEventId),
      show: (text) => text,
      gap: (dropped, last) => this.text(last, 'events.gap', { dropped }),
      batch: 1,
    });
  }

  private startFor(lastEventId: string | undefined): SubscriptionStart {
    if (lastEventId === undefined) return { latest: 0 };
    const after = this.ids.numberIn(lastEventId, this.ring.youngest);
    return after === undefined ? 'lost' : { after };
  }

  private add(event: Hal0Event): void {
    if (NOT_STREAMED.has(event.type)) return;
    const { type, ...data } = event;
    try {
      this.ring.add(this.text(this.ring.youngest + 1, type, data));
    } catch (error) {
      // Whoever published it must not suffer for an event that is no JSON.
      this.logger.error(`The event ${type} cannot be streamed: ${(error as Error).message}`);
      return;
    }
    this.subscriptions.wake();
  }

  private text(number: number, type: string, data: object): string {
    const id = this.ids.of(number);
    const ts = new Date(this.clock.now()).toISOString();
    return eventText({ id, event: type, data: redactJson({ id, ts, type, data }, HARMLESS.get(type)) });
  }
}

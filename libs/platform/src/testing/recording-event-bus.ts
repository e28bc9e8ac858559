import { EventEmitter2 } from '@nestjs/event-emitter';
import { EventBus } from '../events/event-bus.js';
import type { Hal0Event } from '../events/hal0.event.js';

/** The real bus, plus the list of everything that was published on it. */
export class RecordingEventBus extends EventBus {
  readonly published: Hal0Event[] = [];

  constructor() {
    super(new EventEmitter2());
    this.observe((event) => this.published.push(event));
  }

  ofType<E extends Hal0Event>(type: abstract new (...args: never[]) => E): E[] {
    return this.published.filter((event): event is E => event instanceof type);
  }
}

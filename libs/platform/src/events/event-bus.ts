import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { Hal0Event } from './hal0.event.js';

/** Publishes events to `@OnEvent(type)` handlers and to observers of everything. */
@Injectable()
export class EventBus {
  constructor(private readonly emitter: EventEmitter2) {}

  publish(event: Hal0Event): void {
    this.emitter.emit(event.type, event);
  }

  /** Calls `listener` for every event of every type until the returned function is called. */
  observe(listener: (event: Hal0Event) => void): () => void {
    const forward = (_type: unknown, event: Hal0Event) => listener(event);
    this.emitter.onAny(forward);
    return () => this.emitter.offAny(forward);
  }
}

import {
  AuditEvent,
  Clock,
  EventBus,
  JournalEvent,
  redactJson,
  type Hal0Event,
  type JournalRecord,
} from '@hal0/platform';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { describeHappening } from './happenings.js';
import { JournalService } from './journal.service.js';
import { UpstreamHappenings } from './upstream-happenings.js';

/** Writes the journal: lines of the logs, changes that people and agents made, and what slots, runtime and providers went through. */
@Injectable()
export class JournalFeed implements OnModuleInit, OnModuleDestroy {
  private readonly upstreams = new UpstreamHappenings();
  private stopObserving = () => {};

  constructor(
    private readonly journal: JournalService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.stopObserving = this.events.observe((event) => this.take(event));
  }

  onModuleDestroy(): void {
    this.stopObserving();
  }

  /** Called for every event there is, at times 20,000 a second; nearly all of them are none of its business. */
  private take(event: Hal0Event): void {
    if (event instanceof JournalEvent) this.journal.add(event.record, true);
    else if (event instanceof AuditEvent) this.journal.add(this.change(event), false);
    else {
      const happening = describeHappening(event) ?? this.upstreams.describe(event);
      if (happening)
        this.journal.add({ at: this.clock.now(), source: 'hal0', context: event.type, ...happening }, false);
    }
  }

  private change({ record }: AuditEvent): JournalRecord {
    const { action, target, actor, outcome, details } = record;
    const facts = details && Object.keys(details).length ? ` ${redactJson(details)}` : '';
    return {
      at: this.clock.now(),
      source: 'hal0',
      level: outcome === 'ok' ? 'info' : 'error',
      slot: action.startsWith('slot.') ? target : null,
      context: 'audit',
      message: `${actor}: ${action} ${target}${outcome === 'ok' ? '' : ' failed'}${facts}`,
    };
  }
}

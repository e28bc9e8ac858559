import { Service, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { merge } from 'rxjs';
import { EventStream } from './events/event-stream';
import type { StreamEvent } from './events/stream-event';

export interface JournalLine {
  /** ISO 8601. */
  at: string;
  text: string;
}

/** What happened last, in a few words. */
@Service()
export class Journal {
  private readonly line = signal<JournalLine | null>(null);
  readonly last = this.line.asReadonly();

  constructor() {
    const stream = inject(EventStream);
    merge(stream.on('slot.state'), stream.on('lemonade.state'), stream.on('requests.finished'))
      .pipe(takeUntilDestroyed())
      .subscribe((event) => this.line.set({ at: event.ts, text: describe(event) }));
  }
}

type Journalled = StreamEvent<'slot.state'> | StreamEvent<'lemonade.state'> | StreamEvent<'requests.finished'>;

function describe(event: Journalled): string {
  switch (event.type) {
    case 'slot.state': {
      const { name, to, reason } = event.data;
      return reason ? `${name} ${to}: ${reason}` : `${name} ${to}`;
    }
    case 'lemonade.state': {
      const { phase, message } = event.data.status;
      return message ? `runtime ${phase}: ${message}` : `runtime ${phase}`;
    }
    case 'requests.finished': {
      const { count } = event.data;
      return count === 1 ? '1 request finished' : `${count} requests finished`;
    }
  }
}

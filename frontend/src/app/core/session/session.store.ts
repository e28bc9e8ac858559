import { Service, effect, inject, untracked } from '@angular/core';
import { Api } from '../../../api/api';
import { sessionGet } from '../../../api/fn/session/session-get';
import type { SessionDto } from '../../../api/models';
import { EventStream } from '../events/event-stream';
import { liveResource } from '../live/live-resource';
import { Session } from './session';

/** The session of this browser, as it is now. What has ended elsewhere, or is asked for from now on, shows the door. */
@Service()
export class SessionStore {
  private readonly api = inject(Api);
  private readonly answer = liveResource<SessionDto>({
    read: () => this.api.invoke(sessionGet),
    // A session ends with its key; and without one, what is open to all may be so no longer.
    rereadOn: {
      audit: ({ record }) => record.action === 'key.revoked',
      'config.changed': ({ paths }) => paths.includes('api.require_key'),
    },
  });

  /** Null until read. */
  readonly value = this.answer.value;

  constructor() {
    const door = inject(Session);
    const stream = inject(EventStream);
    effect(() => {
      const session = this.value();
      if (session?.required && !session.signedIn) door.refuse();
    });
    effect(() => {
      // hal0 ends the streams of whoever may not listen any more, and refuses them a new one without a reason.
      if (stream.lost()) untracked(() => void this.answer.load());
    });
  }
}

import { DOCUMENT, Component, inject, signal } from '@angular/core';
import { Api } from '../../../api/api';
import { sessionSignOut } from '../../../api/fn/session/session-sign-out';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon/icon';
import { Toasts } from '../../ui/toasts';
import { Order } from '../live/order';
import { toProblem } from '../to-problem';
import { SessionStore } from './session.store';

/** Ends the session of this browser; not there while it has none. */
@Component({
  selector: 'h0-sign-out',
  imports: [Button, Icon, Order],
  template: `
    @if (session()?.signedIn) {
      <button
        h0-button
        h0-order
        square
        variant="quiet"
        type="button"
        aria-label="Sign out"
        [title]="'Sign out: signed in with the key ' + session()?.key"
        [waits]="busy()"
        (click)="leave()"
      >
        <svg h0-icon="log-out"></svg>
      </button>
    }
  `,
})
export class SignOut {
  protected readonly session = inject(SessionStore).value;
  protected readonly busy = signal(false);
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private readonly document = inject(DOCUMENT);

  protected async leave(): Promise<void> {
    this.busy.set(true);
    try {
      await this.api.invoke(sessionSignOut);
      // Nothing that was shown is this browser's to see any more.
      this.document.location.reload();
    } catch (error) {
      this.toasts.report('You were not signed out.', toProblem(error));
      this.busy.set(false);
    }
  }
}

import { Component, computed, inject } from '@angular/core';
import { EventStream } from '../core/events/event-stream';
import { describeAge } from '../ui/age';
import { Clock } from '../ui/clock';
import { Icon } from '../ui/icon/icon';

/** Says that the figures are old, how old, and when hal0 is tried again. */
@Component({
  selector: 'h0-connection-notice',
  imports: [Icon],
  template: `
    <svg h0-icon="unplug"></svg>
    <p class="truncate">
      <span role="alert">{{ heard() ? 'Connection lost.' : 'hal0 does not answer.' }}</span>
      <span class="numeric details"> {{ details() }}</span>
    </p>
    <button type="button" (click)="stream.reconnect()">Retry now</button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      color: var(--text);
    }
    svg {
      color: var(--warn);
    }
    .details {
      color: var(--text-2);
    }
    button {
      flex: none;
      height: 24px;
      padding: 0 8px;
      border: 1px solid var(--line-strong);
      border-radius: 4px;
      background: var(--surface-2);
      font-weight: 500;
      cursor: pointer;
    }
    @media (max-width: 719.98px) {
      svg {
        display: none;
      }
    }
    button:hover {
      border-color: var(--text-3);
    }
  `,
})
export class ConnectionNotice {
  protected readonly stream = inject(EventStream);
  private readonly now = inject(Clock).now;

  protected readonly heard = computed(() => this.stream.connection().heardAt !== null);
  protected readonly details = computed(() => {
    const { heardAt, retryAt } = this.stream.connection();
    const age = heardAt === null ? '' : `Figures ${describeAge(this.now() - heardAt)} old, `;
    const seconds = Math.ceil(((retryAt ?? 0) - this.now()) / 1000);
    return age + (seconds > 0 ? `retry in ${seconds} s` : 'retrying');
  });
}

import { Component, computed, inject } from '@angular/core';
import { LucideUnplug } from '@lucide/angular';
import { EventStream } from '../core/events/event-stream';
import { describeAge } from '../ui/age';
import { Button } from '../ui/button';
import { Clock } from '../ui/clock';

/** Says that the figures are old, how old, and when hal0 is tried again. Over the page, so that nothing moves. */
@Component({
  selector: 'h0-connection-notice',
  imports: [Button, LucideUnplug],
  template: `
    @if (lost()) {
      <div class="notice">
        <svg lucideUnplug [size]="16"></svg>
        <p>
          <span role="alert">{{ heard() ? 'The connection to hal0 is lost.' : 'hal0 does not answer.' }}</span>
          <span class="numeric details"> {{ details() }}</span>
        </p>
        <button h0-button type="button" (click)="stream.reconnect()">Retry now</button>
      </div>
    }
  `,
  styles: `
    .notice {
      position: fixed;
      bottom: calc(var(--status-bar) + 16px);
      left: 50%;
      z-index: 55;
      display: flex;
      align-items: center;
      gap: 12px;
      width: max-content;
      max-width: calc(100vw - 32px);
      padding: 8px 8px 8px 16px;
      border: 1px solid color-mix(in srgb, var(--warn) 60%, var(--line));
      border-radius: var(--radius);
      background: var(--surface);
      box-shadow: var(--lift);
      transform: translateX(-50%);
    }
    svg {
      color: var(--warn);
    }
    .details {
      color: var(--text-2);
    }
  `,
})
export class ConnectionNotice {
  protected readonly stream = inject(EventStream);
  private readonly now = inject(Clock).now;

  protected readonly lost = computed(() => this.stream.connection().phase === 'lost');
  protected readonly heard = computed(() => this.stream.connection().heardAt !== null);
  protected readonly details = computed(() => {
    const { heardAt, retryAt } = this.stream.connection();
    const age = heardAt === null ? '' : `Figures are ${describeAge(this.now() - heardAt)} old. `;
    const seconds = Math.ceil(((retryAt ?? 0) - this.now()) / 1000);
    return `${age}${seconds > 0 ? `Retrying in ${seconds} s.` : 'Retrying.'}`;
  });
}

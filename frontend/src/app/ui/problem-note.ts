import { Component, computed, input } from '@angular/core';
import { CopyButton } from './copy-button';
import type { Problem } from './problem';
import { Icon } from './icon/icon';

/** A problem in place: what happened, its code, and both to copy. Content is what can be done about it. */
@Component({
  selector: 'h0-problem-note',
  imports: [CopyButton, Icon],
  template: `
    <svg h0-icon="circle-alert"></svg>
    <div class="text">
      <p>{{ problem().message }}</p>
      <p class="code mono">{{ problem().code }}</p>
      <ng-content />
    </div>
    <h0-copy-button [text]="whole()" label="Copy the error" />
  `,
  styles: `
    :host {
      display: flex;
      gap: 12px;
      padding: 12px;
      border: 1px solid color-mix(in srgb, var(--danger) 40%, var(--line));
      border-radius: var(--radius-control);
      background: color-mix(in srgb, var(--danger) 8%, var(--surface));
    }
    svg {
      margin-top: 2px;
      color: var(--danger);
    }
    .text {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .code {
      color: var(--text-2);
    }
    h0-copy-button {
      margin: -6px -6px 0 0;
    }
  `,
})
export class ProblemNote {
  readonly problem = input.required<Problem>();

  protected readonly whole = computed(() => `${this.problem().code}: ${this.problem().message}`);
}

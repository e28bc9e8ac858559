import { Component, computed, input } from '@angular/core';
import { Icon } from './icon/icon';

/** Something to know before going on. What can be done about it is projected as `[noteAct]`. */
@Component({
  selector: 'h0-note',
  imports: [Icon],
  template: `
    <svg [h0-icon]="icon()"></svg>
    <div class="text"><ng-content /></div>
    <ng-content select="[noteAct]" />
  `,
  styles: `
    :host {
      --hue: var(--info);

      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 8px 12px;
      padding: 11px 12px;
      border: 1px solid color-mix(in srgb, var(--hue) 40%, var(--line));
      border-radius: var(--radius-control);
      background: color-mix(in srgb, var(--hue) 8%, var(--surface));
    }
    :host([data-kind='warn']) {
      --hue: var(--warn);
    }
    :host([data-kind='danger']) {
      --hue: var(--danger);
    }
    svg {
      margin-top: 2px;
      color: var(--hue);
    }
    .text {
      flex: 1;
      min-width: min(240px, calc(100% - 28px));
      overflow-wrap: anywhere;
    }
  `,
  host: { '[attr.data-kind]': 'kind()' },
})
export class Note {
  readonly kind = input<'info' | 'warn' | 'danger'>('info');

  protected readonly icon = computed(() => (this.kind() === 'info' ? 'info' : 'triangle-alert'));
}

import { Component, computed, input } from '@angular/core';
import { ICONS, type IconName } from './icons';

/** An outline beside or instead of words; readers do not hear it, so what it stands for must be said otherwise. */
@Component({
  selector: 'svg[h0-icon]',
  template: `
    @for (d of paths(); track d) {
      <svg:path [attr.d]="d" />
    }
  `,
  host: {
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.5',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
    '[attr.width]': 'size()',
    '[attr.height]': 'size()',
  },
})
export class Icon {
  readonly name = input.required<IconName>({ alias: 'h0-icon' });
  /** Pixels. */
  readonly size = input(16);

  protected readonly paths = computed<readonly string[]>(() => ICONS[this.name()]);
}

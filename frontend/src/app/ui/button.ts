import { Component, booleanAttribute, input } from '@angular/core';

/** A native button or link in hal0's dress. Its text is a verb with its object: "Load embed". */
@Component({
  selector: 'button[h0-button], a[h0-button]',
  template: `<ng-content />`,
  styleUrl: './button.css',
  host: { '[attr.data-variant]': 'variant()', '[class.square]': 'square()' },
})
export class Button {
  readonly variant = input<'default' | 'primary' | 'quiet'>('default');
  /** Holds only an icon; give it an `aria-label`. */
  readonly square = input(false, { transform: booleanAttribute });
}

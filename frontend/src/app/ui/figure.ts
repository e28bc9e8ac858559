import { Component, input } from '@angular/core';

/** A number worth looking at, with its unit; "—" where it is not known. A `div`, since a `dl` may hold nothing else around its terms. */
@Component({
  selector: 'div[h0-figure]',
  template: `
    <dt>{{ label() }}</dt>
    <dd class="numeric">
      @if (value() === null) {
        <span aria-hidden="true">—</span><span class="visually-hidden">not known</span>
      } @else {
        {{ value() }}
        @if (unit(); as unit) {
          <span class="unit">{{ unit }}</span>
        }
      }
      <ng-content />
    </dd>
  `,
  styleUrl: './figure.css',
  host: { '[class.unknown]': 'value() === null', '[attr.title]': 'hint()' },
})
export class Figure {
  readonly label = input.required<string>();
  /** Already rounded for reading. */
  readonly value = input.required<string | null>();
  readonly unit = input<string>();
  /** What the figure means, for the pointer. */
  readonly hint = input<string>();
}

import { Component } from '@angular/core';

/** A grey bar where text will be; give it the width and height of that text. */
@Component({
  selector: 'h0-skeleton',
  template: '',
  styles: `
    :host {
      display: block;
      border-radius: 4px;
      background: color-mix(in srgb, var(--line) 64%, var(--surface));
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Skeleton {}

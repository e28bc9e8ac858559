import { Component, computed, input } from '@angular/core';
import { describeDuration } from '../../ui/numbers';
import { PARTS } from './request-parts';

/** What the colours of request bars stand for, and how much time their full width is. */
@Component({
  selector: 'h0-request-legend',
  template: `
    @for (part of parts; track part) {
      <span [class]="part">{{ part }}</span>
    }
    <span class="scale numeric">full width {{ scaleWords() }}</span>
  `,
  styleUrls: ['./request-hues.css', './request-legend.css'],
  host: { 'aria-hidden': 'true' },
})
export class RequestLegend {
  /** Milliseconds. */
  readonly scale = input.required<number>();

  protected readonly parts = PARTS;
  protected readonly scaleWords = computed(() => describeDuration(this.scale()));
}

import { Component, computed, input } from '@angular/core';
import { describeDuration } from '../../ui/numbers';
import { NOTABLE_MS, partsOf } from './request-parts';
import type { RequestRow } from './request-row';

/** One request as a stacked bar, on a scale that its neighbours share. */
@Component({
  selector: 'h0-request-bar',
  template: `
    <div class="bar" aria-hidden="true" [title]="words()">
      @for (part of bars(); track part.name) {
        <div [class]="part.name" [style.width.%]="part.percent"></div>
      }
    </div>
    <span class="visually-hidden">{{ words() }}</span>
  `,
  styleUrls: ['./request-hues.css', './request-bar.css'],
})
export class RequestBar {
  readonly request = input.required<RequestRow>();
  /** Milliseconds that the whole width stands for. */
  readonly scale = input.required<number>();

  private readonly parts = computed(() => partsOf(this.request()).filter(({ ms }) => ms >= NOTABLE_MS));
  protected readonly bars = computed(() =>
    this.parts().map((part) => ({ ...part, percent: (100 * part.ms) / Math.max(1, this.scale()) })),
  );
  protected readonly words = computed(() =>
    this.parts()
      .map(({ name, ms }) => `${name} ${describeDuration(ms)}`)
      .join(', '),
  );
}

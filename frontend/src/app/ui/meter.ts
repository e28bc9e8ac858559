import { Component, computed, input } from '@angular/core';

/** A share of a whole as a bar. What it says must stand beside it in words; readers do not hear it. */
@Component({
  selector: 'h0-meter',
  template: `<div [style.width.%]="percent()"></div>`,
  styles: `
    :host {
      display: block;
      height: 8px;
      overflow: hidden;
      border-radius: var(--radius-full);
      background: var(--halo-track);
    }
    div {
      height: 100%;
      background: var(--meter, var(--text-3));
      transition: width var(--slow) var(--ease);
    }
    :host-context([data-stale]) div {
      background: var(--text-3);
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Meter {
  /** Of `of`; null draws nothing. */
  readonly value = input.required<number | null>();
  readonly of = input(1);

  protected readonly percent = computed(() => {
    const share = (this.value() ?? 0) / this.of();
    return Number.isFinite(share) ? Math.min(100, Math.max(0, share * 100)) : 0;
  });
}

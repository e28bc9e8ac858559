import { Component, computed, input } from '@angular/core';

/** A sentence in which backticks mark what is typed as it stands. */
@Component({
  selector: 'h0-prose',
  // Between the parts stands what the sentence says, and no space of the template's own.
  template: `@for (part of parts(); track $index) {
    @if ($odd) {
      <code>{{ part }}</code>
    } @else {
      <ng-container>{{ part }}</ng-container>
    }
  }`,
  styles: `
    code {
      color: var(--text);
    }
  `,
})
export class Prose {
  readonly text = input.required<string>();

  /** Every second part stood between backticks. */
  protected readonly parts = computed(() => this.text().split('`'));
}

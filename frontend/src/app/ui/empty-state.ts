import { Component, input } from '@angular/core';

/** Nothing here yet: one sentence, one action (projected), one command that does the same. */
@Component({
  selector: 'h0-empty-state',
  template: `
    <h2>{{ heading() }}</h2>
    <p>{{ sentence() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      padding: 48px 24px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      text-align: center;
    }
    h2 {
      font-size: 16px;
      line-height: 24px;
    }
    p {
      max-width: 60ch;
      margin: 4px 0 24px;
      color: var(--text-2);
      text-wrap: balance;
    }
  `,
})
export class EmptyState {
  readonly heading = input.required<string>();
  readonly sentence = input.required<string>();
}

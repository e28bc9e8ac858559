import { Component, input, output } from '@angular/core';
import { Button } from './button';
import { ProblemNote } from './problem-note';
import type { Problem } from './problem';

/** Something could not be shown at all: why, the code, and the way to try again. */
@Component({
  selector: 'h0-error-state',
  imports: [Button, ProblemNote],
  template: `
    <h2>{{ heading() }}</h2>
    <h0-problem-note [problem]="problem()" />
    <button h0-button type="button" (click)="retried.emit()">{{ retry() }}</button>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: 16px;
      padding: 24px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
    }
    h2 {
      font-size: 16px;
      line-height: 24px;
    }
    h0-problem-note {
      width: 100%;
      max-width: 720px;
    }
  `,
  host: { role: 'alert' },
})
export class ErrorState {
  readonly heading = input.required<string>();
  readonly problem = input.required<Problem>();
  /** The button's words: "Load the slots again". */
  readonly retry = input.required<string>();
  readonly retried = output();
}

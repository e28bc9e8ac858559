import { Component, input } from '@angular/core';
import { Prose } from './prose';

/**
 * A control with its label above and its help below; an error takes the place of the help. The projected control has
 * the id given as `for`, and is described by that id with `-help` behind it. `[fieldAside]` stands at the label's end.
 */
@Component({
  selector: 'h0-field',
  imports: [Prose],
  template: `
    <div class="head">
      <label [attr.for]="for()">{{ label() }}</label>
      <ng-content select="[fieldAside]" />
    </div>
    <ng-content />
    <p class="help" [id]="for() + '-help'" [class.error]="error()" aria-live="polite">
      <h0-prose [text]="error() || help()" />
    </p>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 4px;
      min-width: 0;
    }
    .head {
      display: flex;
      align-items: center;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 4px 8px;
      min-height: 20px;
    }
    label {
      max-width: 100%;
      font-weight: 500;
      overflow-wrap: anywhere;
    }
    :host([mono]) label {
      font-family: var(--mono);
      font-size: 12px;
      font-weight: 600;
    }
    .help {
      min-height: 20px;
      max-width: 72ch;
      color: var(--text-2);
      overflow-wrap: anywhere;
    }
    .error {
      color: var(--danger);
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  /** Id of the projected control. */
  readonly for = input.required<string>();
  readonly help = input('');
  readonly error = input<string | null | undefined>(null);
}

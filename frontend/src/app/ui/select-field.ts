import { Component, input, output } from '@angular/core';
import type { Choice } from './choice';
import { Field } from './field';

/** A field that is chosen from a list. */
@Component({
  selector: 'h0-select-field',
  imports: [Field],
  template: `
    <h0-field [label]="label()" [for]="for()" [help]="help()" [error]="error()">
      <select
        #control
        class="control"
        [id]="for()"
        [disabled]="disabled()"
        [attr.aria-describedby]="for() + '-help'"
        [attr.aria-invalid]="!!error()"
        (change)="pick(control.value)"
      >
        @if (none(); as words) {
          <option value="" [selected]="value() === null">{{ words }}</option>
        }
        @for (item of choices(); track item.id) {
          <option [value]="item.id" [selected]="item.id === value()">{{ item.label }}</option>
        }
      </select>
    </h0-field>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class SelectField<T extends string = string> {
  readonly label = input.required<string>();
  /** Of the control, unique on the page. */
  readonly for = input.required<string>();
  readonly choices = input.required<readonly Choice<T>[]>();
  /** Id of what is chosen; null where nothing is. */
  readonly value = input.required<T | null>();
  /** What choosing nothing is called; it can be chosen only then. */
  readonly none = input<string>();
  readonly help = input('');
  readonly error = input<string | null | undefined>(null);
  readonly disabled = input(false);
  readonly picked = output<T | null>();

  protected pick(value: string): void {
    this.picked.emit(this.choices().find(({ id }) => id === value)?.id ?? null);
  }
}

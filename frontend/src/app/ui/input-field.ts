import { Component, input, output } from '@angular/core';
import { Field } from './field';

/** A field that is typed into. `[fieldAside]` stands at the label's end. */
@Component({
  selector: 'h0-input-field',
  imports: [Field],
  template: `
    <h0-field [label]="label()" [for]="for()" [help]="help()" [error]="error()">
      <ng-content select="[fieldAside]" ngProjectAs="[fieldAside]" />
      <input
        #control
        class="control"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        [class.mono]="mono()"
        [class.numeric]="type() === 'number'"
        [id]="for()"
        [type]="type()"
        [placeholder]="placeholder()"
        [disabled]="disabled()"
        [attr.autocomplete]="type() === 'password' ? 'new-password' : 'off'"
        [attr.inputmode]="type() === 'number' ? 'numeric' : null"
        [attr.min]="min()"
        [attr.list]="list()"
        [attr.aria-describedby]="for() + '-help'"
        [attr.aria-invalid]="error() !== null"
        [value]="value() ?? ''"
        (input)="typed.emit(control.value.trim())"
      />
    </h0-field>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
  `,
})
export class InputField {
  readonly label = input.required<string>();
  /** Of the control, unique on the page. */
  readonly for = input.required<string>();
  readonly value = input.required<string | number | null>();
  readonly type = input<'text' | 'number' | 'url' | 'password'>('text');
  readonly help = input('');
  readonly error = input<string | null>(null);
  /** Shown while empty. */
  readonly placeholder = input('');
  readonly min = input<number>();
  /** Id of a `datalist` with what may be meant. */
  readonly list = input<string>();
  readonly mono = input(false);
  readonly disabled = input(false);
  /** Without the blanks around it; empty when there is nothing. */
  readonly typed = output<string>();
}

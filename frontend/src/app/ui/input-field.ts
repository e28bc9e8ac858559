import { Component, booleanAttribute, input, output } from '@angular/core';
import { Field } from './field';

/** A field that is typed into, of one line or of several. `[fieldAside]` stands at the label's end. */
@Component({
  selector: 'h0-input-field',
  imports: [Field],
  template: `
    <h0-field [label]="label()" [for]="for()" [help]="help()" [error]="error()">
      <ng-content select="[fieldAside]" ngProjectAs="[fieldAside]" />
      @if (rows() > 1) {
        <textarea
          #control
          class="control"
          spellcheck="false"
          [class.mono]="mono()"
          [id]="for()"
          [rows]="rows()"
          [placeholder]="placeholder()"
          [disabled]="disabled()"
          [attr.aria-describedby]="for() + '-help'"
          [attr.aria-invalid]="!!error()"
          [value]="value() ?? ''"
          (input)="typed.emit(control.value.trim())"
          (change)="settled.emit(control.value.trim())"
        ></textarea>
      } @else {
        <input
          #control
          class="control"
          autocapitalize="off"
          spellcheck="false"
          [class.mono]="mono()"
          [class.numeric]="type() === 'number'"
          [id]="for()"
          [type]="type()"
          [placeholder]="placeholder()"
          [disabled]="disabled()"
          [required]="required()"
          [attr.autocomplete]="type() === 'password' ? 'new-password' : 'off'"
          [attr.inputmode]="type() === 'number' ? 'numeric' : null"
          [attr.min]="min()"
          [attr.list]="list()"
          [attr.aria-describedby]="for() + '-help'"
          [attr.aria-invalid]="!!error()"
          [value]="value() ?? ''"
          (input)="typed.emit(control.value.trim())"
          (change)="settled.emit(control.value.trim())"
        />
      }
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
  readonly value = input.required<string | number | null | undefined>();
  readonly type = input<'text' | 'number' | 'url' | 'password'>('text');
  readonly help = input('');
  readonly error = input<string | null | undefined>(null);
  /** Shown while empty. */
  readonly placeholder = input('');
  readonly min = input<number>();
  /** Id of a `datalist` with what may be meant. */
  readonly list = input<string>();
  readonly mono = input(false);
  readonly disabled = input(false);
  readonly required = input(false, { transform: booleanAttribute });
  /** Lines it has room for. */
  readonly rows = input(1);
  /** With every letter: without the blanks around it; empty when there is nothing. */
  readonly typed = output<string>();
  /** The same, once it is left. */
  readonly settled = output<string>();
}

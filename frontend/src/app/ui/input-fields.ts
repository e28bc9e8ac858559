import { Component, input, output } from '@angular/core';
import { InputField } from './input-field';

/** What a field asks for. */
export interface FieldSpec<K extends string = string> {
  /** Of the value, and of the error where the API refuses it. */
  key: K;
  /** Of the control, unique on the page. */
  id: string;
  label: string;
  /** Text, unless it says otherwise. */
  kind?: 'text' | 'number' | 'url' | 'password';
  min?: number;
  help?: string;
  /** Shown while empty. */
  empty?: string;
  mono?: boolean;
  required?: boolean;
  /** Takes the whole width. */
  wide?: boolean;
}

/** Fields that are typed into, side by side while there is room. */
@Component({
  selector: 'h0-input-fields',
  imports: [InputField],
  template: `
    @for (field of fields(); track field.id) {
      <h0-input-field
        [class.wide]="field.wide"
        [label]="field.label"
        [for]="field.id"
        [type]="field.kind ?? 'text'"
        [mono]="field.mono ?? false"
        [required]="field.required ?? false"
        [min]="field.min"
        [help]="field.help ?? ''"
        [placeholder]="field.empty ?? ''"
        [error]="errors().get(errorsBelow() + field.key)"
        [value]="values()[field.key]"
        (typed)="typed.emit({ key: field.key, text: $event })"
      />
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(var(--field-width, 160px), 100%), 1fr));
      gap: 16px;
    }
    .wide {
      grid-column: 1 / -1;
    }
  `,
})
export class InputFields<K extends string = string> {
  readonly fields = input.required<readonly FieldSpec<K>[]>();
  readonly values = input.required<Readonly<Partial<Record<K, string | number | null>>>>();
  /** What the API says is wrong with them, by dotted path. */
  readonly errors = input.required<ReadonlyMap<string, string>>();
  /** What stands before the key in that path. */
  readonly errorsBelow = input('');
  readonly typed = output<{ key: K; text: string }>();
}

import { Component, type ElementRef, afterNextRender, input, output, viewChild } from '@angular/core';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { Order } from '../../core/live/order';

export interface NewSecret {
  name: string;
  value: string;
}

/** Takes the value of a secret, and its name where it is a new one. The value lives in the field and nowhere else. */
@Component({
  selector: 'h0-secret-form',
  imports: [Order, Button, Field, ProblemNote],
  template: `
    <form (submit)="$event.preventDefault(); submit()">
      @if (!name()) {
        <h0-field label="Name" for="secret-name" help="Capitals, digits and _, such as HF_TOKEN.">
          <input
            #nameField
            id="secret-name"
            class="control mono"
            autocomplete="off"
            spellcheck="false"
            autocapitalize="characters"
            required
            aria-describedby="secret-name-help"
          />
        </h0-field>
      }
      <h0-field
        [label]="name() ? 'New value of ' + name() : 'Value'"
        for="secret-value"
        help="One line. It is not shown again."
      >
        <input
          #valueField
          id="secret-value"
          class="control mono"
          type="password"
          autocomplete="new-password"
          spellcheck="false"
          required
          aria-describedby="secret-value-help"
        />
      </h0-field>
      @if (problem(); as problem) {
        <h0-problem-note role="alert" [problem]="problem" />
      }
      <div class="acts">
        <button h0-button h0-order variant="primary" type="submit" [disabled]="busy()">
          {{ name() ? 'Replace ' + name() : 'Add the secret' }}
        </button>
        <button h0-button variant="quiet" type="button" (click)="dismissed.emit()">Cancel</button>
      </div>
    </form>
  `,
  styleUrl: '../../ui/record-form.css',
})
export class SecretForm {
  /** Of the secret to replace; a new one asks for it. */
  readonly name = input('');
  readonly problem = input<Problem | null>(null);
  readonly busy = input(false);
  readonly given = output<NewSecret>();
  readonly dismissed = output();

  private readonly nameField = viewChild<ElementRef<HTMLInputElement>>('nameField');
  private readonly valueField = viewChild.required<ElementRef<HTMLInputElement>>('valueField');

  constructor() {
    afterNextRender(() => (this.nameField() ?? this.valueField()).nativeElement.focus());
  }

  protected submit(): void {
    const name = this.name() || (this.nameField()?.nativeElement.value.trim() ?? '');
    this.given.emit({ name, value: this.valueField().nativeElement.value });
  }
}

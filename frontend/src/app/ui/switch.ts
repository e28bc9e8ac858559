import { Component, input, output } from '@angular/core';

/** On or off. The label is projected and belongs to the control. */
@Component({
  selector: 'h0-switch',
  template: `
    <label>
      <span class="label"><ng-content /></span>
      <input
        type="checkbox"
        role="switch"
        [checked]="checked()"
        [disabled]="disabled()"
        [attr.id]="controlId()"
        [attr.aria-label]="label()"
        [attr.aria-describedby]="describedBy()"
        (change)="flip($event)"
      />
    </label>
  `,
  styleUrl: './switch.css',
})
export class Switch {
  readonly checked = input.required<boolean>();
  readonly disabled = input(false);
  /** Where the words stand elsewhere: what names the switch, its id and the id of its help. */
  readonly label = input<string>();
  readonly controlId = input<string>();
  readonly describedBy = input<string>();
  readonly changed = output<boolean>();

  protected flip(event: Event): void {
    this.changed.emit((event.target as HTMLInputElement).checked);
  }
}

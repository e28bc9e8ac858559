import { DOCUMENT, Component, inject, input, output } from '@angular/core';
import { Button } from '../../ui/button';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { Order } from './order';

/** Asks again before what cannot be taken back. The question is projected, and what goes with it as `[confirmMore]`. */
@Component({
  selector: 'h0-confirm-order',
  imports: [Button, Order, ProblemNote],
  template: `
    <p role="alert"><ng-content /></p>
    <ng-content select="[confirmMore]" />
    @if (problem(); as problem) {
      <h0-problem-note role="alert" [problem]="problem" />
    }
    <div class="acts">
      <button h0-button h0-order type="button" class="danger" [waits]="busy()" (click)="confirmed.emit()">
        {{ act() }}
      </button>
      <button h0-button variant="quiet" type="button" (click)="keep()">Keep it</button>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
      padding: 12px 16px;
      border-top: 1px solid var(--line);
      background: color-mix(in srgb, var(--danger) 8%, var(--surface));
    }
    p {
      max-width: 80ch;
      overflow-wrap: anywhere;
    }
    .acts {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    /* It names the object, however long its name is. */
    .acts button {
      max-width: 100%;
      height: auto;
      min-height: 32px;
      padding-block: 5px;
      overflow-wrap: anywhere;
      white-space: normal;
    }
    @media (pointer: coarse) {
      .acts button {
        min-height: 40px;
      }
    }
    .danger {
      border-color: var(--danger);
    }
  `,
  host: { role: 'group', '[attr.aria-label]': 'act()' },
})
export class ConfirmOrder {
  /** Verb and object: "Revoke laptop". */
  readonly act = input.required<string>();
  readonly busy = input(false);
  /** Why it was refused. */
  readonly problem = input<Problem | null>(null);
  readonly confirmed = output();
  readonly kept = output();

  /** Where the keyboard was when it was asked. */
  private readonly asker = inject(DOCUMENT).activeElement;

  protected keep(): void {
    this.kept.emit();
    if (this.asker instanceof HTMLElement) this.asker.focus();
  }
}

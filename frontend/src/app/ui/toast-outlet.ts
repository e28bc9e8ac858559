import { Component, inject } from '@angular/core';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { Toasts } from './toasts';
import { Icon } from './icon/icon';

/** Where toasts appear; once, in the shell. */
@Component({
  selector: 'h0-toast-outlet',
  imports: [Button, CopyButton, Icon],
  template: `
    @for (toast of toasts.shown(); track toast.id) {
      <div class="toast" [class.problem]="toast.problem" [attr.role]="toast.problem ? 'alert' : 'status'">
        <div class="text">
          <p class="head">{{ toast.text }}</p>
          @if (toast.problem; as problem) {
            <p>{{ problem.message }}</p>
            <p class="mono">{{ problem.code }}</p>
          }
        </div>
        @if (toast.problem; as problem) {
          <h0-copy-button [text]="problem.code + ': ' + problem.message" label="Copy the error" />
        }
        <button
          h0-button
          variant="quiet"
          type="button"
          square
          aria-label="Dismiss the message"
          (click)="toasts.dismiss(toast.id)"
        >
          <svg h0-icon="x"></svg>
        </button>
      </div>
    }
  `,
  styleUrl: './toast-outlet.css',
})
export class ToastOutlet {
  protected readonly toasts = inject(Toasts);
}

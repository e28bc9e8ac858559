import { Clipboard } from '@angular/cdk/clipboard';
import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { Button } from './button';
import { Icon } from './icon/icon';

/** Copies a text; also where the page is not served from a secure context, as on a box in the local network. */
@Component({
  selector: 'h0-copy-button',
  imports: [Button, Icon],
  template: `
    <button
      h0-button
      variant="quiet"
      type="button"
      square
      [attr.aria-label]="label()"
      [title]="label()"
      (click)="copy()"
    >
      @if (copied()) {
        <svg h0-icon="check"></svg>
      } @else {
        <svg h0-icon="copy"></svg>
      }
    </button>
    <span class="visually-hidden" aria-live="polite">{{ copied() ? 'Copied' : '' }}</span>
  `,
  styles: `
    :host {
      position: relative;
      flex: none;
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input('Copy');

  protected readonly copied = signal(false);
  private readonly clipboard = inject(Clipboard);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected copy(): void {
    if (!this.clipboard.copy(this.text())) return;
    this.copied.set(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.copied.set(false), 1500);
  }
}

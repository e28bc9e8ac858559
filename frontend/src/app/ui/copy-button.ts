import { Clipboard } from '@angular/cdk/clipboard';
import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { LucideCheck, LucideCopy } from '@lucide/angular';
import { Button } from './button';

/** Copies a text; also where the page is not served from a secure context, as on a box in the local network. */
@Component({
  selector: 'h0-copy-button',
  imports: [Button, LucideCheck, LucideCopy],
  template: `
    <button h0-button variant="quiet" type="button" square [attr.aria-label]="label()" [title]="label()" (click)="copy()">
      @if (copied()) {
        <svg lucideCheck [size]="16"></svg>
      } @else {
        <svg lucideCopy [size]="16"></svg>
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

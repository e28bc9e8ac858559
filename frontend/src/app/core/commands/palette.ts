import { DOCUMENT, DestroyRef, Service, inject, signal } from '@angular/core';

/** Whether the command palette is open; Ctrl-K or ⌘-K anywhere opens and closes it. */
@Service()
export class Palette {
  private readonly shown = signal(false);
  readonly opened = this.shown.asReadonly();

  constructor() {
    const document = inject(DOCUMENT);
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      this.shown.update((shown) => !shown);
    };
    document.addEventListener('keydown', onKey);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('keydown', onKey));
  }

  open(): void {
    this.shown.set(true);
  }

  close(): void {
    this.shown.set(false);
  }
}

import { DOCUMENT, DestroyRef, inject } from '@angular/core';

/** Switching to another tab and back costs nothing. */
const PATIENCE_SECONDS = 10;

interface Listener {
  /** Nobody has seen the page for a while. */
  rest(): void;
  /** Somebody sees it again, after `rest`. */
  wake(): void;
}

/**
 * Browsers open six connections to one address for all their tabs together (HTTP/1.1): one that is kept for a hidden tab is
 * missing in the next. To be called while injecting.
 */
export function whenHidden(page: Listener): void {
  const document = inject(DOCUMENT);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let resting = false;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        resting = true;
        page.rest();
      }, PATIENCE_SECONDS * 1_000);
    } else if (resting) {
      resting = false;
      page.wake();
    }
  };
  document.addEventListener('visibilitychange', look);
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  });
  look();
}

import { DOCUMENT, DestroyRef, inject } from '@angular/core';

/**
 * Does something now and then again and again, for as long as its owner lives and somebody can see the page. The wait
 * begins when the work is done, so a slow answer is never asked for twice. To be called while injecting.
 */
export function pollWhileVisible(everyMs: number, work: () => Promise<void>): void {
  const document = inject(DOCUMENT);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let ended = false;

  const turn = async (): Promise<void> => {
    if (busy || ended || document.hidden) return;
    clearTimeout(timer);
    busy = true;
    await work();
    busy = false;
    if (!ended) timer = setTimeout(() => void turn(), everyMs);
  };
  const seen = () => void turn();

  document.addEventListener('visibilitychange', seen);
  inject(DestroyRef).onDestroy(() => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  });
  void turn();
}

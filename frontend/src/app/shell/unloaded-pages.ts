import { HttpErrorResponse } from '@angular/common/http';
import { DOCUMENT, InjectionToken, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationError, Router } from '@angular/router';
import { filter } from 'rxjs';
import { EventStream } from '../core/events/event-stream';
import { toProblem } from '../core/to-problem';
import { Toasts } from '../ui/toasts';

/** Opens an address as the browser does, with the dashboard read anew. */
export const OPEN_ADDRESS = new InjectionToken<(url: string) => void>('OPEN_ADDRESS', {
  factory: () => {
    const { location } = inject(DOCUMENT);
    return (url) => location.assign(url);
  },
});

/**
 * The code of a page is read when it is first opened, and may not be there: hal0 does not answer, or it has been updated
 * and has that page under another name. A link would then do nothing at all.
 */
export function noticeUnloadedPages(): void {
  const router = inject(Router);
  const stream = inject(EventStream);
  const toasts = inject(Toasts);
  const open = inject(OPEN_ADDRESS);
  router.events
    .pipe(
      filter((event) => event instanceof NavigationError),
      takeUntilDestroyed(),
    )
    .subscribe(({ url, error }) => {
      // Where no page has ever opened, reading the dashboard anew is what has just failed.
      if (!stream.lost() && router.navigated) return open(url);
      const problem = stream.lost() ? toProblem(new HttpErrorResponse({ status: 0 })) : toProblem(error);
      toasts.report('The page was not opened.', problem);
    });
}

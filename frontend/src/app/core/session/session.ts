import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { Service, inject, signal } from '@angular/core';
import { tap } from 'rxjs';
import { errorBody } from '../error-body';

/** Whether this browser has to be signed in. hal0 says so by refusing what the dashboard asks for. */
@Service()
export class Session {
  private readonly refused = signal(false);
  /** hal0 wants a key before it shows anything. */
  readonly wanted = this.refused.asReadonly();

  refuse(): void {
    this.refused.set(true);
  }
}

/** Notices when hal0 wants a key. */
export const noticeRefusal: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  return next(request).pipe(
    tap({
      error: (error: unknown) => {
        // What the first run asks for is a code of its own, asked for on its page.
        const refused =
          error instanceof HttpErrorResponse && error.status === 401 && !errorBody(error).code?.startsWith('setup.');
        if (refused && request.url.startsWith('/api/') && request.url !== '/api/session') session.refuse();
      },
    }),
  );
};

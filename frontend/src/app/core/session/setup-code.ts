import type { HttpInterceptorFn } from '@angular/common/http';
import { Service, inject, signal } from '@angular/core';

const HEADER = 'x-hal0-setup-code';

/** The code of the first run, which only somebody at the box can read. Kept until the page is closed. */
@Service()
export class SetupCode {
  readonly value = signal('');
}

/** Sends the code with every change, since none is let through without it. */
export const sendSetupCode: HttpInterceptorFn = (request, next) => {
  const code = inject(SetupCode).value();
  if (code === '' || request.method === 'GET' || !request.url.startsWith('/api/')) return next(request);
  return next(request.clone({ setHeaders: { [HEADER]: code } }));
};

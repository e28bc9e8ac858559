import type { HttpInterceptorFn } from '@angular/common/http';
import { Service, inject, signal } from '@angular/core';

const HEADER = 'x-hal0-setup-code';
const ABOUT = /^\/api\/(bundles|setup)\b/;

/** The code of the first run, which only somebody at the box can read. Kept until the page is closed. */
@Service()
export class SetupCode {
  readonly value = signal('');
}

/** Sends the code with what belongs to the first run. */
export const sendSetupCode: HttpInterceptorFn = (request, next) => {
  const code = inject(SetupCode).value();
  if (code === '' || request.method === 'GET' || !ABOUT.test(request.url)) return next(request);
  return next(request.clone({ setHeaders: { [HEADER]: code } }));
};

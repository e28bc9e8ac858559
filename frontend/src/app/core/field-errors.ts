import { HttpErrorResponse } from '@angular/common/http';
import { errorBody } from './error-body';

/** What the API says is wrong with single fields, by dotted path; empty when it says nothing of the kind. */
export function fieldErrors(error: unknown): ReadonlyMap<string, string> {
  const details = error instanceof HttpErrorResponse ? errorBody(error).details : undefined;
  return new Map(Object.entries(details?.errors ?? {}));
}

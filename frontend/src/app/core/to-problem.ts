import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '../ui/problem';
import { errorBody } from './error-body';

const SILENT: Problem = {
  code: 'connection.failed',
  message: 'hal0 does not answer. Check that it is running: ./hal0 status tells, ./hal0 up starts it.',
};

/** Reads the API's error envelope; anything else becomes a problem that says as much as is known. */
export function toProblem(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    return { code: 'dashboard.failed', message: error instanceof Error ? error.message : String(error) };
  }
  if (error.status === 0) return SILENT;
  const { code, message } = errorBody(error);
  return {
    code: code ?? `system.http_${error.status}`,
    message: message ?? `hal0 answered ${error.status} without saying why. Its log has the details.`,
  };
}

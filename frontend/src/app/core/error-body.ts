import type { HttpErrorResponse } from '@angular/common/http';

/** The API's error envelope, as far as it can be relied upon. */
export interface ErrorBody {
  code?: string;
  message?: string;
  details?: { errors?: Record<string, string> };
}

/** What the API said went wrong; empty when something else answered. */
export function errorBody({ error }: HttpErrorResponse): ErrorBody {
  return (parsed(error) as { error?: ErrorBody } | null)?.error ?? {};
}

/** Where no body is expected an error comes as the text it was sent as. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

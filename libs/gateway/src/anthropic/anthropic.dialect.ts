import type { Dialect } from '@hal0/dispatcher';
import type { Hal0Error } from '@hal0/platform';

/** Anthropic's words for kinds of errors. Source: its API reference, "Errors". */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

export const anthropicDialect: Dialect = {
  name: 'anthropic',
  errorBody: (error) => JSON.stringify(envelope(error)),
  errorEvent: (error) => `event: error\ndata: ${JSON.stringify(envelope(error))}\n\n`,
};

/** The request's id stands in the header `x-request-id`. */
function envelope({ code, message, httpStatus }: Hal0Error): object {
  const type = TYPES[httpStatus] ?? (httpStatus < 500 ? 'invalid_request_error' : 'api_error');
  return { type: 'error', error: { type, message, code }, request_id: null };
}

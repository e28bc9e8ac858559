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

/** Errors name the request that they are about: see {@link Dialect.forRequest}. */
export const anthropicDialect: Dialect = dialectOf(null);

function dialectOf(requestId: string | null): Dialect {
  return {
    name: 'anthropic',
    idHeader: 'request-id',
    forRequest: dialectOf,
    errorBody: (error) => JSON.stringify(envelope(error, requestId)),
    errorEvent: (error) => `event: error\ndata: ${JSON.stringify(envelope(error, requestId))}\n\n`,
  };
}

function envelope({ code, message, httpStatus }: Hal0Error, request_id: string | null): object {
  const type = TYPES[httpStatus] ?? (httpStatus < 500 ? 'invalid_request_error' : 'api_error');
  const told = code === 'context_length_exceeded' ? inAnthropicsWords(message) : message;
  return { type: 'error', error: { type, message: told, code }, request_id };
}

/** Claude Code looks for these words, and makes the conversation shorter. */
function inAnthropicsWords(message: string): string {
  const [asked, most] = Array.from(message.matchAll(/(\d+) tokens/g), ([, count]) => count);
  return asked && most ? `prompt is too long: ${asked} tokens > ${most} maximum` : `prompt is too long: ${message}`;
}

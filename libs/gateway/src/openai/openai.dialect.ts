import type { Dialect } from '@hal0/dispatcher';
import type { Hal0Error } from '@hal0/platform';

/** OpenAI's words for kinds of errors; its clients choose an exception class by status and show the rest. */
const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** What whoever operates the box is told beside a message, and clients are not: it names files of the box. */
const OPERATORS_DETAILS: ReadonlySet<string> = new Set(['log', 'path']);

/** What is wrong in them is `model`. */
const ABOUT_MODEL: ReadonlySet<string> = new Set([
  'dispatch.no_route',
  'dispatch.type_mismatch',
  'slot.disabled',
  'slot.no_model',
]);

/** hal0's envelope with OpenAI's `type` and `param` beside it. Source: ARCHITECTURE, decision 9. */
export const openAiDialect: Dialect = {
  name: 'openai',
  errorBody: (error) => JSON.stringify(envelope(error)),
  errorEvent: (error) => `data: ${JSON.stringify(envelope(error))}\n\n`,
};

function envelope(error: Hal0Error): object {
  const { code, message, httpStatus } = error;
  const details = Object.entries(error.details ?? {}).filter(([name]) => !OPERATORS_DETAILS.has(name));
  const type = TYPES[httpStatus] ?? (httpStatus < 500 ? 'invalid_request_error' : 'server_error');
  const param = (error as { param?: string | null }).param ?? (ABOUT_MODEL.has(code) ? 'model' : null);
  return { error: { code, message, type, param, ...(details.length ? { details: Object.fromEntries(details) } : {}) } };
}

import type { Hal0Error } from '@hal0/platform';
import { UpstreamAnsweredError } from '../dispatcher.errors.js';

/** Codes of OpenAI's that clients act on; they pass as they are. */
const WELL_KNOWN_CODES: ReadonlySet<string> = new Set(['context_length_exceeded']);

interface UpstreamErrorBody {
  message?: string;
  code?: string | number;
  status_code?: number;
  type?: string;
  details?: { response?: { error?: UpstreamErrorBody } };
}

/**
 * One error for the four envelopes that lemond and its backends use (Lemonade contract, section 7). File paths and
 * backend addresses stay inside.
 * @param status of the answer; an error inside a 200 stream carries its own
 */
export function readUpstreamError(status: number, body: string, slot: string): Hal0Error {
  const error = innermost(parseError(body));
  const httpStatus = status === 200 ? (statusOf(error) ?? 502) : status;
  const message = clean(error.message ?? (body.slice(0, 200).trim() || `status ${httpStatus}`));
  if (httpStatus === 401 || httpStatus === 403 || httpStatus >= 500) {
    return new UpstreamAnsweredError('dispatch.upstream_failed', 502, `The model server failed: ${message}`, slot);
  }
  return new UpstreamAnsweredError(codeOf(error), httpStatus, message, slot);
}

function parseError(body: string): UpstreamErrorBody {
  try {
    const { error } = JSON.parse(body) as { error?: UpstreamErrorBody | string };
    return typeof error === 'string' ? { message: error } : (error ?? {});
  } catch {
    return {};
  }
}

function innermost(error: UpstreamErrorBody): UpstreamErrorBody {
  const inner = error.details?.response?.error;
  return inner ? innermost({ ...error, details: {}, ...inner }) : error;
}

function statusOf({ status_code, code }: UpstreamErrorBody): number | undefined {
  const status = status_code ?? (typeof code === 'number' ? code : undefined);
  return status !== undefined && status >= 400 && status < 600 ? status : undefined;
}

function codeOf({ code, type }: UpstreamErrorBody): string {
  for (const candidate of [code, type]) {
    if (typeof candidate === 'string' && WELL_KNOWN_CODES.has(candidate)) return candidate;
  }
  if (type === 'exceed_context_size_error') return 'context_length_exceeded';
  return 'dispatch.upstream_rejected';
}

function clean(message: string): string {
  return message
    .replace(/https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?[^\s"']*/g, 'the model server')
    .replace(/(^|[\s"'(=:])\/(?:[\w.@+-]+\/)+[\w.@+-]*/g, '$1[path]');
}

import type { Hal0Error } from '@hal0/platform';
import { UpstreamAnsweredError } from '../dispatcher.errors.js';
import { findClientFault } from './client-fault.js';

/** Codes of OpenAI's that clients act on; they pass as they are. */
const WELL_KNOWN_CODES: ReadonlySet<string> = new Set([
  'context_length_exceeded',
  'rate_limit_exceeded',
  'insufficient_quota',
  'content_policy_violation',
]);

/** An error within a stream has no status of its own. Source: the references of Anthropic and OpenAI, "Errors". */
const STATUS_OF_TYPE: ReadonlyMap<unknown, number> = new Map([
  ['invalid_request_error', 400],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
  ['insufficient_quota', 429],
  ['server_is_overloaded', 503],
  ['slow_down', 503],
  ['timeout_error', 504],
  ['overloaded_error', 529],
]);

/** What says that it is well, and that there is too much for it just now. */
const OVERLOADED: ReadonlySet<number> = new Set([503, 529]);

/** A model server's words about the program that decodes recordings: with its command line, which stays inside. */
const DECODER = /\bffmpeg\b/i;
const NO_RECORDING = 'The recording is in a format that the model server cannot read. Send WAV, MP3, FLAC or OGG.';

/** lemond's words for a form that its backend refused; the status in them tells whose fault it was. */
const REFUSED_FORM = /returned status (4\d\d)\b/;

/** What looks like a key of one of the usual providers. */
const KEY = /\b(?:sk|pk|rk|gsk|xai|hf|AIza)[-_][\w*.-]{6,}|\b(Bearer)\s+[\w*.~+/=-]{8,}/gi;
const PRIVATE_ADDRESS = /\b(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?::\d+)?\b/g;
const BLOTTED = '***';

/** Some model servers say all of what they were sent once more. */
const LONGEST_MESSAGE = 500;

/** Who answered. */
export interface ErrorSource {
  /** As people name it. */
  readonly name: string;
  readonly isSlot: boolean;
  /** hal0's key there, which some repeat in their errors; empty or absent when it has none. */
  readonly key?: string;
}

interface UpstreamErrorBody {
  message?: string;
  code?: string | number;
  status_code?: number;
  type?: string;
  /** OpenAI's name for the field that is wrong. */
  param?: string | null;
  details?: { response?: { error?: UpstreamErrorBody } };
}

/**
 * One error for the four envelopes that lemond and its backends use (Lemonade contract, section 7), and for those of
 * OpenAI and Anthropic. File paths, backend addresses, keys and command lines stay inside.
 * @param status of the answer; an error inside a 200 stream carries its own
 */
export function readUpstreamError(status: number, told: string, source: ErrorSource): Hal0Error {
  const body = source.isSlot ? told : withoutKeys(told, source.key);
  const error = innermost(parseError(body));
  const said = error.message ?? '';
  if (DECODER.test(said)) return new UpstreamAnsweredError('audio.unsupported_format', 415, NO_RECORDING, source);
  const fault = findClientFault(said);
  if (fault) return new UpstreamAnsweredError(fault.code, 400, clean(fault.message), source, fault.param);
  const httpStatus = statusOfAnswer(status, error);
  if (!source.isSlot && (httpStatus === 401 || httpStatus === 403)) {
    const words = `${source.name} refused hal0's key (HTTP ${httpStatus}). Check the key of its upstream.`;
    return new UpstreamAnsweredError('dispatch.upstream_failed', 502, words, source);
  }
  const message = clean(said || plainText(body) || `status ${httpStatus}`);
  if (httpStatus === 401 || httpStatus === 403 || httpStatus >= 500) {
    const who = source.isSlot ? 'The model server' : source.name;
    if (!source.isSlot && OVERLOADED.has(httpStatus)) {
      const words = `${who} is overloaded: ${message}`;
      return new UpstreamAnsweredError('dispatch.upstream_overloaded', httpStatus, words, source);
    }
    return new UpstreamAnsweredError('dispatch.upstream_failed', 502, `${who} failed: ${message}`, source);
  }
  const hint =
    error.type === 'audio_processing_error' ? '. Is the file a recording in a format such as WAV or MP3?' : '';
  return new UpstreamAnsweredError(codeOf(error), httpStatus, message + hint, source, paramOf(error));
}

function withoutKeys(text: string, key = ''): string {
  const known = key ? text.replaceAll(key, BLOTTED) : text;
  return known.replace(KEY, (_all, bearer?: string) => (bearer ? `${bearer} ${BLOTTED}` : BLOTTED));
}

/** Web pages of proxies say nothing to a client of a model. */
function plainText(body: string): string {
  const text = body.slice(0, 200).trim();
  return text.startsWith('<') ? '' : text;
}

function parseError(body: string): UpstreamErrorBody {
  const told = parse(body);
  // Google's answers are lists, and vLLM's have no envelope.
  const answer = (Array.isArray(told) ? told[0] : told) as { error?: unknown; message?: unknown } | null | undefined;
  const error = answer?.error ?? answer?.message;
  if (typeof error === 'string') return { message: error };
  const { message, ...rest } = (error ?? {}) as UpstreamErrorBody;
  return typeof message === 'string' ? { ...rest, message } : rest;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function innermost(error: UpstreamErrorBody): UpstreamErrorBody {
  const inner = error.details?.response?.error;
  return inner ? innermost({ ...error, details: {}, ...inner }) : error;
}

/** lemond answers 200 or 500 to some of what its backend refused, and tells the backend's own status inside. */
function statusOfAnswer(status: number, error: UpstreamErrorBody): number {
  if (status === 200) return statusOf(error) ?? statusOfType(error) ?? 502;
  const own = status >= 500 ? (statusOf(error) ?? statusOfForm(error)) : undefined;
  return own !== undefined && own < 500 ? own : status;
}

function statusOfForm({ type, message = '' }: UpstreamErrorBody): number | undefined {
  const [, status] = (type === 'audio_processing_error' && REFUSED_FORM.exec(message)) || [];
  return status === undefined ? undefined : Number(status);
}

function statusOfType({ code, type }: UpstreamErrorBody): number | undefined {
  return STATUS_OF_TYPE.get(code) ?? STATUS_OF_TYPE.get(type);
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

function paramOf({ param }: UpstreamErrorBody): string | null {
  return typeof param === 'string' ? param : null;
}

function clean(message: string): string {
  const inside = message
    .replace(/https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?[^\s"']*/g, 'the model server')
    .replace(PRIVATE_ADDRESS, '[address]')
    .replace(/(^|[\s"'(=:])\/(?:[\w.@+-]+\/)+[\w.@+-]*/g, '$1[path]');
  return inside.length > LONGEST_MESSAGE ? `${inside.slice(0, LONGEST_MESSAGE)}…` : inside;
}

import { UPSTREAM_MODEL_ID } from '@hal0/config';
import type { UpstreamDialect } from './upstream-dialect.js';
import type { UpstreamWay } from './upstream-connection.js';
import { UpstreamListFailedError } from './upstreams.errors.js';

/** Some ten thousand models. */
const MOST_BYTES = 8 * 1_024 * 1_024;
const MOST_MODELS = 10_000;
/** Anthropic gives 20 unless told; this is the most it gives. */
const PAGE = 'limit=1000';

/**
 * The ids of the models that a provider has. What it sends is never repeated in an error: it could be an echo of the key.
 * @throws UpstreamListFailedError, or the signal's reason
 */
export async function listModels(
  name: string,
  dialect: UpstreamDialect,
  { pool, headers, path }: UpstreamWay,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const address = path('/v1/models');
  const paged = dialect === 'anthropic' ? `${address}${address.includes('?') ? '&' : '?'}${PAGE}` : address;
  const accept = [...headers, 'accept', 'application/json'];
  try {
    const { statusCode, body } = await pool.request({ method: 'GET', path: paged, headers: accept, signal });
    if (statusCode !== 200) {
      body.on('error', () => undefined).destroy();
      throw new UpstreamListFailedError(name, statusReason(statusCode));
    }
    return idsIn(name, await textOf(name, body));
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error;
    if (error instanceof UpstreamListFailedError) throw error;
    throw new UpstreamListFailedError(name, connectionReason(error), error);
  }
}

async function textOf(name: string, body: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MOST_BYTES) throw new UpstreamListFailedError(name, 'its answer is larger than any list of models');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function idsIn(name: string, text: string): readonly string[] {
  const data = dataOf(text);
  if (!Array.isArray(data)) {
    throw new UpstreamListFailedError(
      name,
      'its answer is no list of models. Check the address, which usually ends in /v1',
    );
  }
  const ids = data.flatMap((entry: unknown) => {
    const id = (entry as { id?: unknown } | null)?.id;
    return typeof id === 'string' && UPSTREAM_MODEL_ID.test(id) ? [id] : [];
  });
  return [...new Set(ids)].slice(0, MOST_MODELS);
}

function dataOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { data?: unknown } | null)?.data;
  } catch {
    return undefined;
  }
}

function statusReason(status: number): string {
  if (status === 401 || status === 403) return `it refused the key (HTTP ${status}). Check the key`;
  if (status === 404) return 'it knows no such address (HTTP 404). Check the address, which usually ends in /v1';
  if (status === 429) return 'it has had too many requests for now (HTTP 429). Try again later';
  if (status >= 300 && status < 400)
    return `it redirects (HTTP ${status}), and hal0 follows nobody. Give the final address`;
  return `it answered with HTTP ${status}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ADDRESS_REFUSED: 'its name leads to an address that hal0 never asks',
  ECONNREFUSED: 'nothing listens at its address',
  ENOTFOUND: 'nobody knows its name',
  EAI_AGAIN: 'names cannot be resolved at the moment',
  EHOSTUNREACH: 'no way leads to its address',
  ENETUNREACH: 'no way leads to its address',
  UND_ERR_CONNECT_TIMEOUT: 'it took too long to accept a connection',
  UND_ERR_HEADERS_TIMEOUT: 'it took too long to answer',
  UND_ERR_BODY_TIMEOUT: 'it took too long to answer',
};

function connectionReason(error: unknown): string {
  const { code = '', errors } = (error ?? {}) as { code?: string; errors?: { code?: string }[] };
  const known = REASONS[code] ?? REASONS[errors?.[0]?.code ?? ''];
  if (known) return known;
  return /CERT|TLS|SSL/.test(code) ? 'its certificate is not trusted' : 'the connection broke';
}

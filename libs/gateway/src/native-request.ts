import { JsonBody, type NativeRequest } from '@hal0/dispatcher';
import type { FastifyRequest } from 'fastify';

/** What a client may say to a provider of its own dialect. Nothing here tells who the client is. */
const HEADERS: readonly string[] = ['anthropic-beta', 'anthropic-version', 'openai-beta'];
const PLAIN = /^[\x20-\x7e]{1,4096}$/;

/** The request as it came, for a target that speaks the client's dialect. */
export function nativeRequest(
  { headers, query }: FastifyRequest,
  asked: Pick<NativeRequest, 'dialect' | 'path'> & { bytes: Buffer; model: string | undefined },
): NativeRequest {
  const { dialect, path, bytes, model } = asked;
  const told = HEADERS.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' && PLAIN.test(value) ? [name, value] : [];
  });
  const isBeta = (query as Record<string, unknown>).beta === 'true';
  return { dialect, path, query: isBeta ? 'beta=true' : '', headers: told, body: new JsonBody(bytes, model) };
}

import type { FastifyRequest } from 'fastify';

/** `path` as the client reaches it: by the name it has called, which the security hook has let pass. */
export function addressFor({ headers }: FastifyRequest, path: string): string {
  // A proxy in front that ends TLS says so.
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  return `${scheme}://${headers.host ?? 'localhost'}${path}`;
}

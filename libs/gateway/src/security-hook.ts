import type { Dialect } from '@hal0/dispatcher';
import type { RequestSecurity } from '@hal0/platform';
import type { onRequestHookHandler } from 'fastify';

const PREFLIGHT_AGE_SECONDS = 600;

/**
 * Refuses what a browser-borne attacker sends, for every path under `prefix`, and answers the preflight requests of
 * origins that are allowed by configuration. Source: ARCHITECTURE, decision 1.
 */
export function securityHook(security: RequestSecurity, prefix: string, dialect: Dialect): onRequestHookHandler {
  return (request, reply, done) => {
    if (prefix && !request.url.startsWith(prefix)) return done();
    const { host, origin, 'sec-fetch-site': fetchSite, 'content-type': contentType } = request.headers;
    const { method } = request;
    const refusal = security.check({ method, host, origin, fetchSite: fetchSite, contentType });
    if (refusal) {
      const body = request.url.startsWith(`${prefix}/v1`) ? dialect.errorBody(refusal) : refusal.toEnvelope();
      reply.code(refusal.httpStatus).type('application/json; charset=utf-8').send(body);
      return;
    }
    if (origin !== undefined) {
      // On the raw answer, because the byte path writes its own head.
      reply.raw.setHeader('access-control-allow-origin', origin);
      reply.raw.setHeader('vary', 'origin');
      if (method === 'OPTIONS' && request.headers['access-control-request-method']) {
        reply
          .code(204)
          .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
          .header(
            'access-control-allow-headers',
            String(request.headers['access-control-request-headers'] ?? 'content-type'),
          )
          .header('access-control-max-age', PREFLIGHT_AGE_SECONDS)
          .send();
        return;
      }
    }
    done();
  };
}

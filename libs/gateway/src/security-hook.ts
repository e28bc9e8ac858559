import type { Dialect, Grant } from '@hal0/dispatcher';
import type { Hal0Error, RequestSecurity } from '@hal0/platform';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { answerError } from './intake/intake.js';
import type { Area, KeyGate } from './keys/key-gate.js';
import type { OpenStreams } from './keys/open-streams.service.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request's key allows; null without one. */
    grant: Grant | null;
  }
  interface FastifyContextConfig {
    /** How the route tells errors; routes to models have one. */
    dialect?: Dialect;
  }
}

const PREFLIGHT_AGE_SECONDS = 600;
/**
 * Of the routes that operate hal0, those that nobody needs a key for: where one is shown, what monitors ask, and pictures,
 * whose address nobody can guess and which browsers fetch without a key.
 */
const OPEN_ROUTES: ReadonlySet<string> = new Set(['/api/session', '/api/health', '/api/images/cache/:name']);

export interface SecurityHookOptions {
  security: RequestSecurity;
  gate: KeyGate;
  streams: OpenStreams;
  prefix: string;
}

/**
 * Refuses what a browser-borne attacker sends, for every path under `prefix`, answers the preflight requests of origins
 * that are allowed by configuration, and asks for keys. Goes by the route that was found, not by the address, which can be
 * written in many ways. Source: ADR 3 and 14.
 */
export function securityHook({ security, gate, streams, prefix }: SecurityHookOptions): onRequestHookHandler {
  return (request, reply, done) => {
    const { url: route, config } = request.routeOptions;
    if (prefix && !(route ?? request.url).startsWith(prefix)) return done();
    const { host, origin, 'sec-fetch-site': fetchSite, 'content-type': contentType } = request.headers;
    const { method } = request;
    const refusal = security.check({ method, host, origin, fetchSite: fetchSite, contentType });
    if (refusal) return refuse(reply, refusal, config.dialect);
    if (origin !== undefined) {
      // On the raw answer, because the byte path writes its own head.
      reply.raw.setHeader('access-control-allow-origin', origin);
      reply.raw.setHeader('vary', 'origin');
      if (method === 'OPTIONS' && request.headers['access-control-request-method']) return allow(request, reply);
    }
    // What others wrote, names of models and lines of logs, must not be taken for a page.
    if (!config.dialect) reply.header('x-content-type-options', 'nosniff');
    const area = areaOf(route?.slice(prefix.length), config.dialect);
    try {
      if (area) {
        request.grant = gate.admit(request.headers, area);
        streams.add(reply.raw, request.headers, area);
      }
    } catch (error) {
      return refuse(reply, error as Hal0Error, config.dialect);
    }
    done();
  };
}

/** Undefined for what is open to all: the dashboard's own files, the documentation, and what is nowhere. */
function areaOf(route: string | undefined, dialect: Dialect | undefined): Area | undefined {
  if (dialect) return 'inference';
  if (route === undefined || OPEN_ROUTES.has(route)) return undefined;
  return route.startsWith('/api/') || route === '/metrics' ? 'operation' : undefined;
}

function refuse(reply: FastifyReply, error: Hal0Error, dialect: Dialect | undefined): void {
  // Without a scheme that browsers know, so that none of them asks for a password.
  if (error.httpStatus === 401) reply.header('www-authenticate', 'Bearer realm="hal0"');
  if (dialect) answerError(reply, error, dialect);
  else reply.code(error.httpStatus).send(error.toEnvelope());
}

function allow({ headers }: FastifyRequest, reply: FastifyReply): void {
  reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    .header('access-control-allow-headers', String(headers['access-control-request-headers'] ?? 'content-type'))
    .header('access-control-max-age', PREFLIGHT_AGE_SECONDS)
    .send();
}

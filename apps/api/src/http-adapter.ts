import { describeError } from '@hal0/platform';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Registry ids stand in paths, percent-encoded. */
const LONGEST_MODEL_ID = 500;

/** The web server; what it refuses before any route is reached has hal0's error envelope too. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_MODEL_ID },
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = describeError(error);
      void reply.code(status).send(body);
    },
  });
}

/** Clients that name the type of a body they do not send mean no body. */
export function acceptEmptyBodies(app: NestFastifyApplication): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', {}, (request: FastifyRequest, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body.toString(), done);
  });
}

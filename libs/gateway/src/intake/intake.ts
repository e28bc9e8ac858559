import type { Dialect } from '@hal0/dispatcher';
import { Hal0Error } from '@hal0/platform';
import { Logger } from '@nestjs/common';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anthropicDialect } from '../anthropic/anthropic.dialect.js';
import { BodyEncodedError, BodyTooLargeError, GatewayHttpError } from '../gateway.errors.js';
import { openAiDialect } from '../openai/openai.dialect.js';
import { collectBody } from './collect-body.js';

const logger = new Logger('Gateway');

/** What a group of routes takes. */
export interface Intake {
  contentType: string;
  limitBytes: number;
  /** What to do about a body that is too large. */
  advice: string;
  /** How the group tells errors. */
  dialect: Dialect;
}

/**
 * Bodies of one kind, kept as bytes, and errors in the shape of one dialect, for all routes of a Fastify scope that are
 * declared after. They are the routes to models, for which a key may be asked.
 */
export function takeOnly(fastify: FastifyInstance, intake: Intake): void {
  fastify.addHook('onRoute', (route) => {
    route.config = { ...route.config, dialect: intake.dialect };
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(intake.contentType, (request, payload, parsed) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') return parsed(new BodyEncodedError(encoding));
    collectBody(payload, intake.limitBytes, intake.advice, parsed);
  });
  fastify.setErrorHandler((error: FastifyError, _request, reply) =>
    answerError(reply, asHal0Error(error, intake), intake.dialect),
  );
}

export function bodyOf(request: FastifyRequest): Buffer {
  return (request.body as Buffer | undefined) ?? Buffer.alloc(0);
}

export function answerError(reply: FastifyReply, error: Hal0Error, dialect: Dialect): void {
  const { id } = reply.request;
  const spoken = spokenBy(reply.request, dialect);
  if (spoken.idHeader) reply.header(spoken.idHeader, id);
  reply
    .code(error.httpStatus)
    .header('x-request-id', id)
    .header('x-hal0-error-code', error.code)
    .type('application/json; charset=utf-8')
    .send((spoken.forRequest?.(id) ?? spoken).errorBody(error));
}

/** What Anthropic's clients say with every request, also where OpenAI has a route of the same address. */
export function isAnthropicClient({ headers }: FastifyRequest): boolean {
  return headers['anthropic-version'] !== undefined;
}

function spokenBy(request: FastifyRequest, dialect: Dialect): Dialect {
  return dialect === openAiDialect && isAnthropicClient(request) ? anthropicDialect : dialect;
}

function asHal0Error(error: FastifyError, { contentType, limitBytes, advice }: Intake): Hal0Error {
  if (error instanceof Hal0Error) return error;
  if (error.statusCode === 413) return new BodyTooLargeError(limitBytes, advice);
  if (error.statusCode === 415) return new GatewayHttpError(415, `This route takes ${contentType} and nothing else.`);
  const status = error.statusCode ?? 500;
  if (status >= 500) logger.error(error);
  return new GatewayHttpError(
    status,
    status < 500 ? error.message : 'Something went wrong in hal0. Its log has the details.',
  );
}

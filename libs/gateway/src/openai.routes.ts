import type { DispatcherService, InferenceRequest } from '@hal0/dispatcher';
import { Hal0Error, type Clock } from '@hal0/platform';
import type { RegistryService } from '@hal0/registry';
import type { SlotsService } from '@hal0/slots';
import { Logger } from '@nestjs/common';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BodyTooLargeError, GatewayHttpError, ModelNotListedError } from './gateway.errors.js';
import { collectBody } from './collect-body.js';
import { readInferenceBody } from './inference-body.js';
import { listModels } from './model-list.js';
import { openAiDialect } from './openai.dialect.js';
import type { RequestIds } from './request-ids.js';

const logger = new Logger('Gateway');

export interface OpenAiRoutesOptions {
  dispatcher: DispatcherService;
  slots: SlotsService;
  registry: RegistryService;
  clock: Clock;
  ids: RequestIds;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

interface InferenceRoute {
  type: InferenceRequest['type'];
  required: { field: string; list: boolean };
}

const INFERENCE_ROUTES: Readonly<Record<string, InferenceRoute>> = {
  '/chat/completions': { type: 'llm', required: { field: 'messages', list: true } },
  '/completions': { type: 'llm', required: { field: 'prompt', list: false } },
};

/**
 * The OpenAI routes as a Fastify plugin of its own, to be registered under `/v1`. Bodies stay bytes, and answers are
 * written to the socket by the dispatcher: Nest's pipeline would cost half as much again as the request.
 */
export function openAiRoutes(options: OpenAiRoutesOptions) {
  const { dispatcher, slots, registry, clock, ids, bodyLimit } = options;

  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('application/json', (_request, payload, parsed) =>
      collectBody(payload, bodyLimit, parsed),
    );
    fastify.setErrorHandler((error: FastifyError, _request, reply) =>
      answerError(reply, asHal0Error(error, bodyLimit)),
    );
    fastify.setNotFoundHandler((request, reply) =>
      answerError(reply, new GatewayHttpError(404, `hal0 has no route ${request.method} ${request.url}.`)),
    );

    for (const [route, { type, required }] of Object.entries(INFERENCE_ROUTES)) {
      const path = `/v1${route}`;
      fastify.post(route, { bodyLimit }, (request: FastifyRequest, reply: FastifyReply) => {
        const arrivedAt = clock.monotonic();
        const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
        const { model, stream } = readInferenceBody(body, required);
        const patient = request.headers['x-hal0-wait'] !== '0';
        reply.hijack();
        dispatcher.dispatch({
          id: ids.next(),
          path,
          type,
          body,
          model,
          stream,
          patient,
          arrivedAt,
          response: reply.raw,
          dialect: openAiDialect,
        });
      });
    }

    fastify.get('/models', (_request, reply) => {
      reply.send({ object: 'list', data: listModels(slots.index(), registry) });
    });

    // A registry id may hold slashes.
    fastify.get<{ Params: { '*': string } }>('/models/*', (request, reply) => {
      const id = request.params['*'];
      const found = listModels(slots.index(), registry).find((listing) => listing.id === id);
      if (!found) throw new ModelNotListedError(id);
      reply.send(found);
    });
    done();
  };
}

function answerError(reply: FastifyReply, error: Hal0Error): void {
  reply.code(error.httpStatus).type('application/json; charset=utf-8').send(openAiDialect.errorBody(error));
}

function asHal0Error(error: FastifyError, bodyLimit: number): Hal0Error {
  if (error instanceof Hal0Error) return error;
  if (error.statusCode === 413) return new BodyTooLargeError(bodyLimit);
  const status = error.statusCode ?? 500;
  if (status >= 500) logger.error(error);
  return new GatewayHttpError(
    status,
    status < 500 ? error.message : 'Something went wrong in hal0. Its log has the details.',
  );
}

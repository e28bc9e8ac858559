import { JsonBody } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { anthropicDialect } from '../anthropic/anthropic.dialect.js';
import { GatewayHttpError } from '../gateway.errors.js';
import { readInferenceBody } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { answerError, bodyOf, takeOnly, type Intake } from '../intake/intake.js';
import { completionsRoutes } from './completions.routes.js';
import { JSON_ROUTES } from './inference-routes.js';
import type { ModelSources } from './model-list.js';
import { modelsRoutes } from './models.routes.js';
import { openAiDialect } from './openai.dialect.js';
import { bodyInSlotWords } from '../translated-body.js';

/** Of the routes to models. */
const METHODS = ['GET', 'POST'] as const;

export interface OpenAiRoutesOptions extends ModelSources {
  door: InferenceDoor;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

/**
 * The OpenAI routes as a Fastify plugin of its own, to be registered under `/v1`. Bodies stay bytes, and answers are
 * written to the socket by the dispatcher: Nest's pipeline would cost half as much again as the request.
 */
export function openAiRoutes(options: OpenAiRoutesOptions) {
  const { door, bodyLimit } = options;
  const dialect = openAiDialect;

  const json: Intake = {
    contentType: 'application/json',
    limitBytes: bodyLimit,
    advice: 'The limit is [api].body_limit_mib in hal0.toml.',
    dialect,
  };

  const jsonRoutes = (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, json);
    for (const [route, { type, rules, path = `/v1${route}`, streams, slotWords }] of Object.entries(JSON_ROUTES)) {
      const askedPath = `/v1${route}`;
      fastify.post(route, { bodyLimit }, (request, reply) => {
        const arrivedAt = door.now();
        const bytes = bodyOf(request);
        const { model, stream, fields } = readInferenceBody(bytes, rules, streams);
        if (slotWords?.differ(fields)) {
          const bodies = bodyInSlotWords(bytes, model, slotWords);
          door.open(request, reply, { type, path, askedPath, ...bodies, model, stream, arrivedAt, dialect });
          return;
        }
        const body = new JsonBody(bytes, model);
        door.open(request, reply, { type, path, askedPath, body, model, stream, arrivedAt, dialect });
      });
    }
    void fastify.register(completionsRoutes(options));
    done();
  };

  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, json);
    fastify.setNotFoundHandler((request, reply) => {
      const { method, url } = request;
      const path = url.split('?', 1)[0] as string;
      const spoken = isMessagesPath(path.slice(fastify.prefix.length)) ? anthropicDialect : dialect;
      const taken = METHODS.filter((other) => fastify.hasRoute({ method: other, url: path }));
      if (!taken.length)
        return answerError(reply, new GatewayHttpError(404, `hal0 has no route ${method} ${url}.`), spoken);
      reply.header('allow', taken.join(', '));
      return answerError(
        reply,
        new GatewayHttpError(405, `This route takes ${taken.join(' and ')}, not ${method}.`),
        spoken,
      );
    });
    // Each in a scope of its own, because what a route takes is the scope's to say.
    void fastify.register(jsonRoutes);
    void fastify.register(modelsRoutes(options));
    done();
  };
}

/** Nobody but Anthropic has them. */
function isMessagesPath(path: string): boolean {
  return path === '/messages' || path.startsWith('/messages/');
}

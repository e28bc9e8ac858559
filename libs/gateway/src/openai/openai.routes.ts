import { JsonBody } from '@hal0/dispatcher';
import type { RegistryService } from '@hal0/registry';
import type { SlotsService } from '@hal0/slots';
import type { FastifyInstance } from 'fastify';
import { GatewayHttpError, ModelNotListedError } from '../gateway.errors.js';
import { named, readForm, readInferenceBody } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { answerError, bodyOf, takeOnly, type Intake } from '../intake/intake.js';
import { FORM_ROUTES, JSON_ROUTES } from './inference-routes.js';
import { listModels } from './model-list.js';
import { openAiDialect } from './openai.dialect.js';

export interface OpenAiRoutesOptions {
  door: InferenceDoor;
  slots: SlotsService;
  registry: RegistryService;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

/** An upload is held in memory while the slot gets ready, so there is less of it than of text. */
const LARGEST_UPLOAD_BYTES = 16 * 1_048_576;

/**
 * The OpenAI routes as a Fastify plugin of its own, to be registered under `/v1`. Bodies stay bytes, and answers are
 * written to the socket by the dispatcher: Nest's pipeline would cost half as much again as the request.
 */
export function openAiRoutes(options: OpenAiRoutesOptions) {
  const { door, slots, registry, bodyLimit } = options;
  const dialect = openAiDialect;

  const json: Intake = {
    contentType: 'application/json',
    limitBytes: bodyLimit,
    advice: 'The limit is [api].body_limit_mib in hal0.toml.',
    dialect,
  };
  const upload: Intake = {
    contentType: 'multipart/form-data',
    limitBytes: Math.min(bodyLimit, LARGEST_UPLOAD_BYTES),
    advice: 'Send the recording in shorter pieces, or in a format that takes less room, such as MP3.',
    dialect,
  };

  const jsonRoutes = (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, json);
    for (const [route, { type, required, streams }] of Object.entries(JSON_ROUTES)) {
      const path = `/v1${route}`;
      fastify.post(route, { bodyLimit }, (request, reply) => {
        const arrivedAt = door.now();
        const bytes = bodyOf(request);
        const { model, stream } = readInferenceBody(bytes, required, streams);
        const body = new JsonBody(bytes, model);
        door.open(request, reply, { type, path, body, model, stream, arrivedAt, dialect });
      });
    }
    done();
  };

  const formRoutes = (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, upload);
    for (const [route, { type, file }] of Object.entries(FORM_ROUTES)) {
      const path = `/v1${route}`;
      fastify.post(route, { bodyLimit: upload.limitBytes }, (request, reply) => {
        const arrivedAt = door.now();
        const body = readForm(bodyOf(request), request.headers['content-type'] ?? '', file);
        const model = named(body.text('model'));
        door.open(request, reply, { type, path, body, model, stream: false, arrivedAt, dialect });
      });
    }
    done();
  };

  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, json);
    fastify.setNotFoundHandler((request, reply) =>
      answerError(reply, new GatewayHttpError(404, `hal0 has no route ${request.method} ${request.url}.`), dialect),
    );
    // Each in a scope of its own, because what a route takes is the scope's to say.
    void fastify.register(jsonRoutes);
    void fastify.register(formRoutes);

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

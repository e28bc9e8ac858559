import type { FastifyInstance } from 'fastify';
import { ModelNotListedError } from '../gateway.errors.js';
import { listModels, type ModelSources } from './model-list.js';

/** `GET /models` and `GET /models/{id}`, in the scope of OpenAI's routes. */
export function modelsRoutes(sources: ModelSources) {
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    fastify.get('/models', (request, reply) => {
      reply.send({ object: 'list', data: listModels(sources, request.grant) });
    });

    // A registry id may hold slashes.
    fastify.get<{ Params: { '*': string } }>('/models/*', (request, reply) => {
      const id = request.params['*'];
      const found = listModels(sources, request.grant).find((listing) => listing.id === id);
      if (!found) throw new ModelNotListedError(id);
      reply.send(found);
    });
    done();
  };
}

import { withoutUsualTag } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { modelInfo, modelPage, type PageQuery } from '../anthropic/model-pages.js';
import { ModelNotListedError } from '../gateway.errors.js';
import { isAnthropicClient } from '../intake/intake.js';
import { listModels, type ModelSources } from './model-list.js';

/** `GET /models` and `GET /models/{id}`, in the scope of OpenAI's routes; Anthropic's clients get them in Anthropic's words. */
export function modelsRoutes(sources: ModelSources) {
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    fastify.get<{ Querystring: PageQuery }>('/models', (request, reply) => {
      const data = listModels(sources, request.grant);
      reply.send(isAnthropicClient(request) ? modelPage(data, request.query) : { object: 'list', data });
    });

    // A registry id may hold slashes.
    fastify.get<{ Params: { '*': string } }>('/models/*', (request, reply) => {
      const id = request.params['*'];
      const listings = listModels(sources, request.grant);
      const found = [id, withoutUsualTag(id)].flatMap((name) => listings.filter((listing) => listing.id === name))[0];
      if (!found) throw new ModelNotListedError(id);
      reply.send(isAnthropicClient(request) ? modelInfo(found) : found);
    });
    done();
  };
}

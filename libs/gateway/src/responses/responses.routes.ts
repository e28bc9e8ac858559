import { JsonBody } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { named } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf, takeOnly } from '../intake/intake.js';
import { readJsonObject } from '../intake/json-fields.js';
import { openAiDialect } from '../openai/openai.dialect.js';
import { ResponsesAnswer } from './responses-answer.js';
import { chatRequestOf } from './responses-request.js';
import { responsesDialect } from './responses.dialect.js';

export interface ResponsesRoutesOptions {
  door: InferenceDoor;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

/** The Responses API, without what needs answers to be kept, as a Fastify plugin to be registered under `/v1`. */
export function responsesRoutes({ door, bodyLimit }: ResponsesRoutesOptions) {
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, {
      contentType: 'application/json',
      limitBytes: bodyLimit,
      advice: 'The limit is [api].body_limit_mib in hal0.toml.',
      dialect: openAiDialect,
    });

    fastify.post('/responses', { bodyLimit }, (request, reply) => {
      const arrivedAt = door.now();
      const bytes = bodyOf(request);
      const asked = readJsonObject(bytes);
      const chat = chatRequestOf(asked);
      const model = named(asked.model);
      let answer = new ResponsesAnswer(asked);
      door.open(request, reply, {
        type: 'llm',
        path: '/v1/chat/completions',
        body: new JsonBody(Buffer.from(JSON.stringify(chat)), model),
        model,
        stream: asked.stream === true,
        arrivedAt,
        dialect: responsesDialect(() => answer.nextNumber()),
        translate: () => (answer = new ResponsesAnswer(asked)),
        native: { dialect: 'responses', path: '/v1/responses', body: new JsonBody(bytes, model) },
      });
    });
    done();
  };
}

import type { FastifyInstance } from 'fastify';
import { routed } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf, takeOnly } from '../intake/intake.js';
import { readJsonObject } from '../intake/json-fields.js';
import { openAiDialect } from '../openai/openai.dialect.js';
import { nativeRequest } from '../native-request.js';
import { refuseDeepNesting, translatedBody } from '../translated-body.js';
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
      const { model, stream } = routed(asked);
      let answer = new ResponsesAnswer(asked);
      door.open(request, reply, {
        type: 'llm',
        path: '/v1/chat/completions',
        ...translatedBody(() => {
          refuseDeepNesting(bytes);
          return chatRequestOf(asked);
        }, model),
        model,
        stream,
        arrivedAt,
        dialect: responsesDialect(() => answer.nextNumber()),
        translate: () => (answer = new ResponsesAnswer(asked)),
        native: nativeRequest(request, { dialect: 'responses', path: '/v1/responses', bytes, model }),
      });
    });
    done();
  };
}

import { TranslatedBody } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { checkFields, routed } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf, takeOnly } from '../intake/intake.js';
import { readJsonObject } from '../intake/json-fields.js';
import { nativeRequest } from '../native-request.js';
import { refuseDeepNesting, translatedBody } from '../translated-body.js';
import { anthropicDialect } from './anthropic.dialect.js';
import { ANSWERED, COUNTED } from './body-rules.js';
import { MessagesAnswer } from './messages-answer.js';
import { chatRequestOf, prefillOf } from './messages-request.js';

export interface AnthropicRoutesOptions {
  door: InferenceDoor;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

/** The Messages API as a Fastify plugin of its own, to be registered under `/v1`. */
export function anthropicRoutes({ door, bodyLimit }: AnthropicRoutesOptions) {
  const dialect = anthropicDialect;
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, {
      contentType: 'application/json',
      limitBytes: bodyLimit,
      advice: 'The limit is [api].body_limit_mib in hal0.toml.',
      dialect,
    });

    fastify.post('/messages', { bodyLimit }, (request, reply) => {
      const arrivedAt = door.now();
      const bytes = bodyOf(request);
      const asked = readJsonObject(bytes);
      const { model, stream } = routed(asked);
      door.open(request, reply, {
        type: 'llm',
        path: '/v1/chat/completions',
        ...translatedBody(() => {
          refuseDeepNesting(bytes);
          checkFields(asked, ANSWERED);
          return chatRequestOf(asked);
        }, model),
        model,
        stream,
        arrivedAt,
        dialect,
        translate: () => new MessagesAnswer(prefillOf(asked), asked.max_tokens === 0),
        native: nativeRequest(request, { dialect: 'anthropic', path: '/v1/messages', bytes, model }),
      });
    });

    fastify.post('/messages/count_tokens', { bodyLimit }, (request, reply) => {
      const arrivedAt = door.now();
      const bytes = bodyOf(request);
      const asked = readJsonObject(bytes);
      const { model } = routed(asked);
      const path = '/v1/messages/count_tokens';
      const native = nativeRequest(request, { dialect: 'anthropic', path, bytes, model });
      // Translated for its faults alone: llama-server takes it as it is.
      const body = new TranslatedBody(() => {
        refuseDeepNesting(bytes);
        checkFields(asked, COUNTED);
        chatRequestOf(asked);
        return native.body;
      });
      door.open(request, reply, { type: 'llm', path, body, model, stream: false, arrivedAt, dialect, native });
    });
    done();
  };
}

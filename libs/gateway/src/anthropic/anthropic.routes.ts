import { JsonBody } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { named } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf, takeOnly } from '../intake/intake.js';
import { readJsonObject } from '../intake/json-fields.js';
import { anthropicDialect } from './anthropic.dialect.js';
import { MessagesAnswer } from './messages-answer.js';
import { chatRequestOf } from './messages-request.js';

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
      const chat = chatRequestOf(asked);
      const model = named(asked.model);
      door.open(request, reply, {
        type: 'llm',
        path: '/v1/chat/completions',
        body: new JsonBody(Buffer.from(JSON.stringify(chat)), model),
        model,
        stream: asked.stream === true,
        arrivedAt,
        dialect,
        translate: () => new MessagesAnswer(),
        native: { dialect: 'anthropic', path: '/v1/messages', body: new JsonBody(bytes, model) },
      });
    });

    fastify.post('/messages/count_tokens', { bodyLimit }, (request, reply) => {
      const arrivedAt = door.now();
      const bytes = bodyOf(request);
      const asked = readJsonObject(bytes);
      // Read for its faults alone: llama-server and Anthropic both take it as it is.
      chatRequestOf(asked);
      const model = named(asked.model);
      const body = new JsonBody(bytes, model);
      const path = '/v1/messages/count_tokens';
      const native = { dialect: 'anthropic', path, body } as const;
      door.open(request, reply, { type: 'llm', path, body, model, stream: false, arrivedAt, dialect, native });
    });
    done();
  };
}

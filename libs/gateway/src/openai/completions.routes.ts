import { JsonBody } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { readInferenceBody } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf } from '../intake/intake.js';
import { completionsForSlots } from '../slot-words/completions-for-slots.js';
import { bodyInSlotWords } from '../translated-body.js';
import { COMPLETION } from './body-rules.js';
import { CompletionAnswer, completionNeedsMending } from './completion-answer.js';
import { openAiDialect } from './openai.dialect.js';

export interface CompletionsRoutesOptions {
  door: InferenceDoor;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

const PATH = '/v1/completions';

/** `POST /completions`, in the scope of OpenAI's routes that take JSON. */
export function completionsRoutes({ door, bodyLimit }: CompletionsRoutesOptions) {
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    fastify.post('/completions', { bodyLimit }, (request, reply) => {
      const arrivedAt = door.now();
      const bytes = bodyOf(request);
      const { model, stream, fields } = readInferenceBody(bytes, COMPLETION, true);
      const bodies = completionsForSlots.differ(fields)
        ? bodyInSlotWords(bytes, model, completionsForSlots)
        : { body: new JsonBody(bytes, model) };
      door.open(request, reply, {
        type: 'llm',
        path: PATH,
        ...bodies,
        model,
        stream,
        arrivedAt,
        dialect: openAiDialect,
        ...(completionNeedsMending(fields) && { translate: () => new CompletionAnswer() }),
      });
    });
    done();
  };
}

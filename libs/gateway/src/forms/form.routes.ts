import type { AnswerTranslation, InferenceRequest, StreamedForm } from '@hal0/dispatcher';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { InvalidBodyError } from '../gateway.errors.js';
import { missing, named } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { takeOnly } from '../intake/intake.js';
import { openAiDialect } from '../openai/openai.dialect.js';
import { receiveForm, UPLOAD_ADVICE, type UploadOptions } from './receive-form.js';

const CONTENT_TYPE = 'multipart/form-data';

/** A route that takes a form with files in it. */
export interface FormRoute {
  type: InferenceRequest['type'];
  /** Under which name the file may come. */
  files: readonly string[];
  /** Fields without which no model server can answer. */
  required: readonly string[];
  /** Fields that hold a number when they are there. */
  numbers: readonly string[];
  /** What a field may say. Others are the model server's business. */
  allowed: Readonly<Record<string, readonly string[]>>;
  /** Whether the answers can be event streams. */
  streams: boolean;
  /** Turns the model server's answer into what the form asks for, where that differs. It may ask the form when it translates. */
  translation(form: StreamedForm, request: FastifyRequest): AnswerTranslation | undefined;
}

export interface FormRoutesOptions {
  door: InferenceDoor;
  uploads: UploadOptions;
  /** By their path under `/v1`. */
  routes: Readonly<Record<string, FormRoute>>;
}

/** OpenAI's routes that take forms, as a Fastify plugin of its own, to be registered under `/v1`. */
export function formRoutes({ door, uploads, routes }: FormRoutesOptions) {
  const dialect = openAiDialect;
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, { contentType: CONTENT_TYPE, limitBytes: uploads.limitBytes, advice: UPLOAD_ADVICE, dialect });
    // The bytes stay with the client until the route asks for them.
    fastify.removeContentTypeParser(CONTENT_TYPE);
    fastify.addContentTypeParser(CONTENT_TYPE, (_request, payload, parsed) => parsed(null, payload));
    for (const [route, options] of Object.entries(routes)) {
      fastify.post<{ Body: IncomingMessage }>(route, async (request, reply) => {
        const arrivedAt = door.now();
        const body = await receiveForm(request, uploads);
        let model: string | undefined;
        try {
          check(body, options);
          model = named(body.text('model'));
        } catch (error) {
          body.dispose();
          throw error;
        }
        const translation = options.translation(body, request);
        door.open(request, reply, {
          type: options.type,
          path: `/v1${route}`,
          body,
          model,
          stream: options.streams && body.text('stream') === 'true',
          arrivedAt,
          dialect,
          ...(translation ? { translate: () => translation } : {}),
        });
      });
    }
    done();
  };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** @throws InvalidBodyError */
function check(form: StreamedForm, { files, required, numbers, allowed, streams }: FormRoute): void {
  const [file = ''] = files;
  const sent = files.find((name) => form.count(name) > 0);
  if (sent === undefined) throw missing(file);
  if (form.size(sent) === 0) throw new InvalidBodyError(`"${file}" is empty.`, file);
  // The model server may take another one of them than hal0 does.
  if (form.count('model') > 1) throw new InvalidBodyError('"model" is given more than once.', 'model');
  for (const field of required) if (form.replayable && form.count(field) === 0) throw missing(field);
  for (const field of numbers) {
    const value = form.text(field);
    if (value !== undefined && !NUMBER.test(value)) throw new InvalidBodyError(`"${field}" must be a number.`, field);
  }
  for (const [field, values] of Object.entries(allowed)) {
    const value = form.text(field);
    if (value !== undefined && !values.includes(value))
      throw new InvalidBodyError(`"${field}" must be one of ${values.join(', ')}.`, field);
  }
  if (!streams && form.text('stream') === 'true')
    throw new InvalidBodyError('Answers of this kind cannot be streamed.', 'stream');
}

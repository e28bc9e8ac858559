import { JsonBody } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { InvalidBodyError } from '../gateway.errors.js';
import { readInferenceBody } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf, takeOnly } from '../intake/intake.js';
import { IMAGE } from '../openai/body-rules.js';
import { openAiDialect } from '../openai/openai.dialect.js';
import { addressFor } from './image-address.js';
import type { ImageCacheService } from './image-cache.service.js';
import { PicturesAnswer } from './pictures-answer.js';

/** How pictures come: as bytes, which is the default here, or as addresses of this box. */
export const PICTURE_FORMATS = ['b64_json', 'url'] as const;

export interface ImageRoutesOptions {
  door: InferenceDoor;
  cache: ImageCacheService;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

/** `POST /v1/images/generations`, as a Fastify plugin of its own. */
export function imageRoutes({ door, cache, bodyLimit }: ImageRoutesOptions) {
  const dialect = openAiDialect;
  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, {
      contentType: 'application/json',
      limitBytes: bodyLimit,
      advice: 'The limit is [api].body_limit_mib in hal0.toml.',
      dialect,
    });
    fastify.post('/images/generations', { bodyLimit }, (request, reply) => {
      const arrivedAt = door.now();
      const bytes = bodyOf(request);
      const { model } = readInferenceBody(bytes, IMAGE, false);
      const asksForAddresses = readFormat(bytes) === 'url';
      const asked = {
        type: 'image' as const,
        path: '/v1/images/generations',
        model,
        stream: false,
        arrivedAt,
        dialect,
      };
      const body = new JsonBody(bytes, model);
      if (!asksForAddresses) return door.open(request, reply, { ...asked, body });
      const translate = () => new PicturesAnswer((picture) => addressFor(request, cache.keep(picture)));
      door.open(request, reply, { ...asked, body, translate });
    });
    done();
  };
}

/** @throws InvalidBodyError */
function readFormat(json: Buffer): string {
  const { response_format: format } = JSON.parse(json.toString()) as { response_format?: unknown };
  if (format === undefined || format === null) return 'b64_json';
  const found = PICTURE_FORMATS.find((known) => known === format);
  if (!found)
    throw new InvalidBodyError(`"response_format" must be one of ${PICTURE_FORMATS.join(', ')}.`, 'response_format');
  return found;
}

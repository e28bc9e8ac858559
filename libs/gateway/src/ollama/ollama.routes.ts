import type { AnswerTranslation, InferenceRequest } from '@hal0/dispatcher';
import type { Clock } from '@hal0/platform';
import type { SlotsService } from '@hal0/slots';
import type { FastifyInstance } from 'fastify';
import { GatewayHttpError, InvalidBodyError } from '../gateway.errors.js';
import { textField } from '../intake/body-fields.js';
import { named } from '../intake/inference-body.js';
import type { InferenceDoor } from '../intake/inference-door.js';
import { bodyOf, takeOnly } from '../intake/intake.js';
import { readJsonObject, type JsonObject } from '../intake/json-fields.js';
import { readToTranslate, translatedBody } from '../translated-body.js';
import type { ModelSources } from '../openai/model-list.js';
import { embeddingsForSlots } from '../slot-words/embeddings-for-slots.js';
import type { SlotWords } from '../slot-words/slot-words.js';
import { AnswerTimes } from './answers/answer-times.js';
import { EmbedAnswer, singleEmbedding } from './answers/embed-answer.js';
import { asMessage, asResponse, TextAnswer } from './answers/text-answer.js';
import { OllamaModels } from './models/ollama-models.js';
import { ollamaDialect } from './ollama.dialect.js';
import { OllamaRouteUnsupportedError } from './ollama.errors.js';
import { readChatRequest } from './requests/chat-request.js';
import { CuttableInputs, type Input } from './requests/cuttable-inputs.js';
import { readEmbeddingsRequest, readEmbedRequest } from './requests/embed-request.js';
import { readGenerateRequest } from './requests/generate-request.js';
import type { OllamaRequest } from './requests/ollama-request.js';

export interface OllamaRoutesOptions extends ModelSources {
  door: InferenceDoor;
  clock: Clock;
  slots: Pick<SlotsService, 'index' | 'loaded'>;
  /** Largest body that is taken, in bytes. */
  bodyLimit: number;
}

/** The version of Ollama whose API this is; some clients refuse older ones. */
const VERSION = '0.16.1';

/** Ollama's routes to a model: how each is read, and how it is answered. */
interface OllamaRoute {
  type: InferenceRequest['type'];
  read: (fields: JsonObject) => OllamaRequest;
  answer: (model: string, times: AnswerTimes) => AnswerTranslation;
  /** The answer to a request that has nothing to answer. */
  empty: object;
}

const ROUTES: Readonly<Record<string, OllamaRoute>> = {
  '/chat': {
    type: 'llm',
    read: readChatRequest,
    answer: (model, times) => new TextAnswer(model, times, asMessage),
    empty: { ...asMessage({ content: '' }), done: true },
  },
  '/generate': {
    type: 'llm',
    read: readGenerateRequest,
    answer: (model, times) => new TextAnswer(model, times, asResponse),
    empty: { ...asResponse({ content: '' }), done: true },
  },
  '/embed': {
    type: 'embedding',
    read: readEmbedRequest,
    answer: (model, times) => new EmbedAnswer(model, times),
    empty: { embeddings: [] },
  },
  '/embeddings': {
    type: 'embedding',
    read: readEmbeddingsRequest,
    answer: () => singleEmbedding,
    empty: { embedding: [] },
  },
};

const WORDS: Readonly<Partial<Record<InferenceRequest['type'], SlotWords>>> = { embedding: embeddingsForSlots };

const UNSUPPORTED = [
  ['POST', '/create', 'Give a slot a system prompt and a profile instead.'],
  ['POST', '/copy', 'Give another slot the same model instead.'],
  ['POST', '/pull', 'Download a model with POST /api/pulls, or with: hal0 model pull.'],
  ['POST', '/push', 'hal0 publishes no models.'],
  ['POST', '/blobs/:digest', 'Download a model with POST /api/pulls, or with: hal0 model pull.'],
  ['DELETE', '/delete', 'Remove the model with `hal0 model rm`.'],
] as const;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Ollama's API as a Fastify plugin of its own, to be registered under `/api`. */
export function ollamaRoutes({ door, clock, slots, registry, upstreams, bodyLimit }: OllamaRoutesOptions) {
  const dialect = ollamaDialect;
  const models = new OllamaModels({ slots, registry, upstreams });

  return (fastify: FastifyInstance, _options: object, done: () => void): void => {
    takeOnly(fastify, {
      contentType: 'application/json',
      limitBytes: bodyLimit,
      advice: 'The limit is [api].body_limit_mib in hal0.toml.',
      dialect,
    });

    for (const [route, { type, read, answer, empty }] of Object.entries(ROUTES)) {
      fastify.post(route, { bodyLimit }, async (request, reply) => {
        const arrivedAt = door.now();
        const fields = readToTranslate(bodyOf(request));
        const name = nameIn(fields);
        const asked = read(fields);
        const { path, stream, isEmpty } = asked;
        const times = new AnswerTimes(clock, arrivedAt);
        if (isEmpty) {
          const { slot } = models.find(name, request.grant);
          const unloads = fields.keep_alive === 0 || fields.keep_alive === '0';
          if (slot !== null && !unloads) await slots.loaded(slot);
          const reason = 'done' in empty ? { done_reason: unloads ? 'unload' : 'load' } : {};
          return reply.send({ model: name, created_at: times.createdAt(), ...empty, ...reason });
        }
        const model = models.idOf(name, request.grant);
        const bodies = bodiesOf(asked, model, WORDS[type]);
        const translate = () => answer(name, times);
        const askedPath = `/api${route}`;
        door.open(request, reply, { type, path, askedPath, ...bodies, model, stream, arrivedAt, dialect, translate });
        return reply;
      });
    }

    fastify.get('/version', (_request, reply) => reply.send({ version: VERSION }));
    fastify.get('/tags', (request, reply) => reply.send(models.tags(request.grant)));
    fastify.get('/ps', (request, reply) => reply.send(models.running(request.grant)));
    fastify.post('/show', { bodyLimit }, (request, reply) =>
      reply.send(models.show(nameIn(readJsonObject(bodyOf(request))), request.grant)),
    );
    for (const [method, route, instead] of UNSUPPORTED) {
      fastify.route({
        method,
        url: route,
        bodyLimit,
        handler: () => {
          throw new OllamaRouteUnsupportedError(`/api${route}`, instead);
        },
      });
    }
    refuseOtherMethods(fastify, bodyLimit);
    done();
  };
}

function bodiesOf({ body, isCuttable }: OllamaRequest, model: string, words: SlotWords | undefined) {
  const bodies = translatedBody(() => ({ model, ...body }), model, words);
  if (!isCuttable) return bodies;
  const texts = [body.input as string | string[]].flat();
  const bodyWith = (input: readonly Input[]) => translatedBody(() => ({ model, ...body, input }), model, words).body;
  return { ...bodies, body: new CuttableInputs(texts, bodyWith) };
}

/** In Ollama's words: what is nowhere under `/api` is told in hal0's, whose routes are there too. */
function refuseOtherMethods(fastify: FastifyInstance, bodyLimit: number): void {
  const reads = ['/version', '/tags', '/ps'];
  const routes = [...reads, '/show', ...Object.keys(ROUTES), ...UNSUPPORTED.map(([, route]) => route)];
  for (const url of routes) {
    const path = fastify.prefix + url;
    const taken = METHODS.filter((method) => fastify.hasRoute({ method, url: path }));
    fastify.route({
      method: METHODS.filter((method) => !taken.includes(method)),
      url,
      bodyLimit,
      handler: ({ method }, reply) => {
        reply.header('allow', taken.join(', '));
        throw new GatewayHttpError(405, `This route takes ${taken.join(' and ')}, not ${method}.`);
      },
    });
  }
}

/** `name` is what older clients call it. @throws InvalidBodyError */
function nameIn(fields: JsonObject): string {
  const name = named(textField(fields, 'model') ?? textField(fields, 'name'));
  if (!name) throw new InvalidBodyError('"model" is missing.', 'model');
  return name;
}

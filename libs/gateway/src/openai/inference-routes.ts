import type { InferenceRequest } from '@hal0/dispatcher';
import type { FieldRules } from '../intake/field-rule.js';
import { CHAT, COMPLETION, EMBEDDING, RERANKING, SPEECH } from './body-rules.js';

/** A route that takes JSON. */
export interface JsonRoute {
  type: InferenceRequest['type'];
  fields: FieldRules;
  /** Path towards the model server where that is not the route's own. */
  path?: string;
  /** Whether its answers can be event streams. */
  streams: boolean;
}

/** Routes to a model under `/v1`. The model server has each of them under the same path, unless another is told. */
export const JSON_ROUTES: Readonly<Record<string, JsonRoute>> = {
  '/chat/completions': { type: 'llm', fields: CHAT, streams: true },
  '/completions': { type: 'llm', fields: COMPLETION, streams: true },
  '/embeddings': { type: 'embedding', fields: EMBEDDING, streams: false },
  '/rerank': { type: 'reranking', fields: RERANKING, streams: false },
  '/reranking': { type: 'reranking', fields: RERANKING, streams: false },
  '/rerankings': { type: 'reranking', fields: RERANKING, path: '/v1/rerank', streams: false },
  '/audio/speech': { type: 'tts', fields: SPEECH, streams: false },
};

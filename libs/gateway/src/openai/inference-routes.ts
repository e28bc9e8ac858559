import type { InferenceRequest } from '@hal0/dispatcher';
import type { FieldRules } from '../intake/field-rule.js';
import { chatForSlots } from '../slot-words/chat-for-slots.js';
import { embeddingsForSlots } from '../slot-words/embeddings-for-slots.js';
import type { SlotWords } from '../slot-words/slot-words.js';
import { CHAT, EMBEDDING, RERANKING, SPEECH } from './body-rules.js';

/** A route that takes JSON. */
export interface JsonRoute {
  type: InferenceRequest['type'];
  rules: FieldRules;
  /** Path towards the model server where that is not the route's own. */
  path?: string;
  /** Whether its answers can be event streams. */
  streams: boolean;
  /** What slots have to be told otherwise. */
  slotWords?: SlotWords;
}

/** Routes to a model under `/v1`, beside that of completions. The model server has each of them under the same path, unless another is told. */
export const JSON_ROUTES: Readonly<Record<string, JsonRoute>> = {
  '/chat/completions': { type: 'llm', rules: CHAT, streams: true, slotWords: chatForSlots },
  '/embeddings': { type: 'embedding', rules: EMBEDDING, streams: false, slotWords: embeddingsForSlots },
  '/rerank': { type: 'reranking', rules: RERANKING, streams: false },
  '/reranking': { type: 'reranking', rules: RERANKING, streams: false },
  '/rerankings': { type: 'reranking', rules: RERANKING, path: '/v1/rerank', streams: false },
  '/audio/speech': { type: 'tts', rules: SPEECH, streams: false },
};

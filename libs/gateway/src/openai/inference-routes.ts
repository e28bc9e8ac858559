import type { InferenceRequest } from '@hal0/dispatcher';
import type { RequiredField } from '../intake/inference-body.js';

/** A route that takes JSON. */
export interface JsonRoute {
  type: InferenceRequest['type'];
  required: readonly RequiredField[];
  /** Whether its answers can be event streams. */
  streams: boolean;
}

/** A route that takes a form with a file in it. */
export interface FormRoute {
  type: InferenceRequest['type'];
  /** Name of the part that holds the file. */
  file: string;
}

/** Routes to a model under `/v1`. The model server has each of them under the same path. */
export const JSON_ROUTES: Readonly<Record<string, JsonRoute>> = {
  '/chat/completions': { type: 'llm', required: [{ field: 'messages', list: true }], streams: true },
  '/completions': { type: 'llm', required: [{ field: 'prompt', list: false }], streams: true },
  '/embeddings': { type: 'embedding', required: [{ field: 'input', list: false }], streams: false },
  '/rerank': { type: 'reranking', required: rerank(), streams: false },
  '/reranking': { type: 'reranking', required: rerank(), streams: false },
  '/audio/speech': { type: 'tts', required: [{ field: 'input', list: false }], streams: false },
  '/images/generations': { type: 'image', required: [{ field: 'prompt', list: false }], streams: false },
};

export const FORM_ROUTES: Readonly<Record<string, FormRoute>> = {
  '/audio/transcriptions': { type: 'transcription', file: 'file' },
};

function rerank(): readonly RequiredField[] {
  return [
    { field: 'query', list: false },
    { field: 'documents', list: true },
  ];
}

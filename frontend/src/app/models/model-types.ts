import type { ModelType } from '../../api/models';

/** What a model can be, in the order of the slots. */
export const MODEL_TYPES: readonly ModelType[] = ['llm', 'embedding', 'reranking', 'transcription', 'tts', 'image'];

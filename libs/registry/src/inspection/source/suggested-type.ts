import type { ModelType } from '@hal0/config';

/** Tags of the hub's tasks, the more telling first. */
const TASKS: readonly (readonly [ModelType, readonly string[]])[] = [
  ['image', ['text-to-image', 'image-to-image']],
  ['tts', ['text-to-speech']],
  ['transcription', ['automatic-speech-recognition']],
  ['reranking', ['text-ranking', 'reranker']],
  ['embedding', ['sentence-similarity', 'feature-extraction', 'sentence-transformers']],
  ['llm', ['text-generation', 'image-text-to-text', 'any-to-any', 'conversational']],
];

/** What a repository is for, by its tags; null when they do not tell. */
export function typeByTags(tags: readonly string[]): ModelType | null {
  return TASKS.find(([, names]) => names.some((name) => tags.includes(name)))?.[0] ?? null;
}

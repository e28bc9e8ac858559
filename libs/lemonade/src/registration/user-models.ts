import type { ModelType } from '@hal0/config';

/** What hal0 tells lemond about a model. */
export interface RuntimeModel {
  /** Registry id; also lemond's name for it. */
  id: string;
  type: ModelType;
  /** Absolute path of the file. */
  path: string;
  /** lemond's word for the kind of backend: `llamacpp`, `whispercpp`. */
  recipe: string;
  /** Further capabilities, e.g. `tool-calling`, `vision`. */
  labels: readonly string[];
}

/** An entry of lemond's user_models.json. */
export interface UserModelEntry {
  recipe: string;
  checkpoint: string;
  labels: readonly string[];
  source: 'local_path';
}

/** The label that decides how lemond starts a model; a model without one of these becomes a chat model. */
const MODE_LABELS: Record<ModelType, string> = {
  llm: 'chat',
  embedding: 'embeddings',
  reranking: 'reranking',
  transcription: 'transcription',
  tts: 'tts',
  image: 'image',
};

export function userModelEntry({ type, path, recipe, labels }: RuntimeModel): UserModelEntry {
  const modes: readonly string[] = Object.values(MODE_LABELS);
  const others = labels.filter((label) => label !== 'custom' && !modes.includes(label));
  return { recipe, checkpoint: path, labels: ['custom', MODE_LABELS[type], ...others], source: 'local_path' };
}

/** The name that means our model even where lemond has a built-in one of the same name. */
export const canonicalName = (id: string): string => `user.${id}`;

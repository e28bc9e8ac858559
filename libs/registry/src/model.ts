import type { ModelType } from '@hal0/config';

/** A model this box knows, and where its file is. */
export interface Model {
  /** What clients and slots call it. Never changes. */
  id: string;
  type: ModelType;
  /** Absolute path of the model file. */
  path: string;
  /** The backend that runs it, in Lemonade's words: `llamacpp`, `whispercpp` … */
  recipe: string;
  /** Abilities beyond the type, e.g. `tool-calling`. */
  labels: readonly string[];
  sizeBytes: number;
  /** As the file itself says, e.g. `llama`; null when the format does not tell. */
  architecture: string | null;
  /** Context window in tokens the model was made for; null when the format does not tell. */
  contextLength: number | null;
  license: string | null;
  /** Made for trying the plumbing, not for its answers. */
  toy: boolean;
  /** When it was added (ISO 8601). */
  createdAt: string;
}

/** A local file to be added to the registry. */
export interface NewModel {
  /** Derived from the file's name when absent. */
  id?: string;
  /** Taken from the file itself when absent. */
  type?: ModelType;
  /** Absolute path. */
  path: string;
  /** Added to those the file speaks for. */
  labels?: readonly string[];
  license?: string | null;
  toy?: boolean;
}

/** Which of Lemonade's recipes runs which type. */
export const RECIPES: Readonly<Record<ModelType, string>> = {
  llm: 'llamacpp',
  embedding: 'llamacpp',
  reranking: 'llamacpp',
  transcription: 'whispercpp',
  tts: 'kokoro',
  image: 'sd-cpp',
};

/** Room for `<owner>/<repository>:<variant>`, and within what a path segment of a URL may be. */
const MAX_ID_LENGTH = 128;
/** Words of letters, digits, `.`, `_` and `-`, joined by single `/` or `:`. No word begins with a dot. */
const MODEL_ID = /^[A-Za-z0-9][\w.-]*(?:[/:][A-Za-z0-9][\w.-]*)*$/;

export function isModelId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && MODEL_ID.test(id);
}

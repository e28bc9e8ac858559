import type { ModelType } from '@hal0/config';

/** What hal0 tells lemond about a model. */
export interface RuntimeModel {
  /** Registry id; also lemond's name for it. */
  id: string;
  type: ModelType;
  /** Absolute path of the file; null where the model's server keeps its files itself, as FastFlowLM does. */
  path: string | null;
  /** What the model's server calls a model that it keeps itself, e.g. `qwen3:0.6b`; null or absent where there is a path. */
  checkpoint?: string | null;
  /** lemond's word for the kind of backend: `llamacpp`, `whispercpp`, `kokoro`, `sd-cpp`, `flm`. */
  recipe: string;
  /** Further capabilities, e.g. `tool-calling`, `vision`. */
  labels: readonly string[];
  /** All files of the model, the one at `path` too; absent where that is all. */
  files?: readonly RuntimeFile[];
}

export interface RuntimeFile {
  /** `main`, `shard`, or what a file is to the main one. */
  role: string;
  /** Absolute. */
  path: string;
}

/** An entry of lemond's user_models.json. */
export interface UserModelEntry {
  recipe: string;
  /** The one file, or the name that the model's server knows. */
  checkpoint?: string;
  /** Files by what they are, `main` among them; in the place of `checkpoint` where there are several. */
  checkpoints?: Readonly<Record<string, string>>;
  labels: readonly string[];
  /** That the checkpoint is a path; absent where it is a name that the model's server knows. */
  source?: 'local_path';
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

/**
 * Files beside the main one that lemond hands to a model's server. The further parts of a split model are not among them:
 * the server finds those itself. Tried on 2026.39: they become `--mmproj`, `--model-draft`, `--llm` and `--vae`.
 */
const COMPANIONS: readonly string[] = ['mmproj', 'draft', 'text_encoder', 'vae'];

export const companionsOf = ({ files = [] }: Pick<RuntimeModel, 'files'>): readonly RuntimeFile[] =>
  files.filter(({ role }) => COMPANIONS.includes(role));

export function userModelEntry(model: RuntimeModel): UserModelEntry {
  const { type, path, checkpoint, recipe, labels } = model;
  const modes: readonly string[] = Object.values(MODE_LABELS);
  const others = labels.filter((label) => label !== 'custom' && !modes.includes(label));
  const entry = { recipe, labels: ['custom', MODE_LABELS[type], ...others] };
  if (path === null) return { ...entry, checkpoint: checkpoint ?? '' };
  const companions = companionsOf(model);
  if (!companions.length) return { ...entry, checkpoint: path, source: 'local_path' };
  const checkpoints = Object.fromEntries([{ role: 'main', path }, ...companions].map((file) => [file.role, file.path]));
  return { ...entry, checkpoints, source: 'local_path' };
}

/** The name that means our model even where lemond has a built-in one of the same name. */
export const canonicalName = (id: string): string => `user.${id}`;

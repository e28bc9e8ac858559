import type { ModelType } from '@hal0/config';

/** A model this box knows, and where its files are. */
export interface Model {
  /** What clients and slots call it. Never changes. */
  id: string;
  /** What people call it; the id when nobody gave it a name. */
  name: string;
  type: ModelType;
  /** Absolute path of the file that is loaded, the first of a split one; null when its backend keeps the file itself. */
  path: string | null;
  /** What its backend calls a model that it keeps itself, e.g. `qwen3:0.6b`; null when there is a path. */
  checkpoint: string | null;
  /** The backend that runs it, in Lemonade's words: `llamacpp`, `whispercpp`, `flm` … */
  recipe: string;
  /** Abilities beyond the type, e.g. `tool-calling`. */
  labels: readonly string[];
  /** Everything the model stands in, the file at `path` first; empty when its backend keeps it. */
  files: readonly ModelFile[];
  /** Of all files together; 0 when the backend keeps them. */
  sizeBytes: number;
  /** As the file itself says, e.g. `llama`; null when the format does not tell. */
  architecture: string | null;
  /** Context window in tokens the model was made for; null when the format does not tell. */
  contextLength: number | null;
  license: string | null;
  /** Where it was got from; null for a model that was added before hal0 kept this. */
  source: ModelSource | null;
  /** How slots load it where neither they nor their profile say. */
  defaults: ModelDefaults;
  /** What the header of its file says; null when the format does not tell. */
  facts: ModelFacts | null;
  /** Whether its files are as they were when it was added. */
  state: ModelState;
  /** When that was last looked at (ISO 8601); null before the first time. */
  checkedAt: string | null;
  /** Made for trying the plumbing, not for its answers. */
  toy: boolean;
  /** When it was added (ISO 8601). */
  createdAt: string;
}

/** What a file is to its model. `main` is the one that is loaded, `shard` a further part of it. */
export const MODEL_FILE_ROLES = ['main', 'shard', 'mmproj', 'text_encoder', 'vae', 'draft', 'other'] as const;
export type ModelFileRole = (typeof MODEL_FILE_ROLES)[number];

export interface ModelFile {
  role: ModelFileRole;
  /** Absolute. */
  path: string;
  sizeBytes: number;
  /** In hex; null when nobody computed it. */
  sha256: string | null;
}

/** `hub`: a repository of the hub; `import`: a record of an earlier hal0; `flm`: FastFlowLM keeps the model. */
export const MODEL_SOURCE_KINDS = ['hub', 'url', 'file', 'bundle', 'import', 'flm'] as const;
export type ModelSourceKind = (typeof MODEL_SOURCE_KINDS)[number];

export interface ModelSource {
  kind: ModelSourceKind;
  /** `<owner>/<name>`. */
  repository: string | null;
  /** The commit that the files are of. */
  revision: string | null;
  url: string | null;
  /** Its id in the curated catalogue. */
  catalogueId: string | null;
}

export interface ModelDefaults {
  /** Tokens that one request may use. */
  contextSize?: number;
  /** Layers that the graphics card computes; the rest is left to the processor. */
  gpuLayers?: number;
  /** Requests answered at once. */
  parallel?: number;
}

/** What the header of a model file says. A field is null when the header does not have it. */
export interface ModelFacts {
  /** `llama`, `qwen3`, `bert` … */
  architecture: string | null;
  /** How many numbers the model consists of. */
  parameters: number | null;
  /** `Q4_K_M`, `F16` … */
  quantization: string | null;
  layers: number | null;
  heads: number | null;
  /** Heads that have keys and values. */
  headsKv: number | null;
  embeddingLength: number | null;
  /** Words of the tokenizer. */
  vocabulary: number | null;
  /** Tokens the model was made for. */
  contextLength: number | null;
  chatTemplate: boolean;
  toolCalling: boolean;
  reasoning: boolean;
  /** How an embedding is made of those of the tokens: `mean`, `cls`, `last`, `rank`. */
  poolingType: string | null;
  /** `model`, `mmproj`, `adapter` …, as `general.type` says. */
  fileType: string | null;
}

/** `missing`: a file is not there; `damaged`: one has another size than it had, and cannot be shown to be whole. */
export const MODEL_STATES = ['ready', 'missing', 'damaged'] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** Files that are in place, to be recorded as a model. What the main one says about itself is read from it. */
export interface ModelRegistration {
  id: string;
  name?: string;
  /** Taken from the main file when absent. */
  type?: ModelType;
  /** What runs its type when absent. */
  recipe?: string;
  /** Added to those the file speaks for. */
  labels?: readonly string[];
  license?: string | null;
  toy?: boolean;
  /** Exactly one has the role `main`. */
  files: readonly ModelFile[];
  source: ModelSource;
  defaults?: ModelDefaults;
}

/** The parts of a source that are known. */
export function modelSource(kind: ModelSourceKind, parts: Partial<Omit<ModelSource, 'kind'>> = {}): ModelSource {
  return { kind, repository: null, revision: null, url: null, catalogueId: null, ...parts };
}

/** A local file to be added to the registry. */
export interface NewModel {
  /** Derived from the file's name when absent. */
  id?: string;
  name?: string;
  /** Taken from the file itself when absent. */
  type?: ModelType;
  /** Absolute path. */
  path: string;
  /** Added to those the file speaks for. */
  labels?: readonly string[];
  license?: string | null;
  toy?: boolean;
  /** A file that was there already when absent. */
  source?: ModelSource;
}

/** A model that FastFlowLM keeps itself, to be added to the registry. */
export interface NewFlmModel {
  /** Derived from the checkpoint when absent. */
  id?: string;
  name?: string;
  type: FlmType;
  /** What `flm` calls it, e.g. `qwen3:0.6b`. */
  checkpoint: string;
  labels?: readonly string[];
  license?: string | null;
}

/** The recipe whose models stand in no file of hal0's: FastFlowLM, on the NPU. */
export const FLM_RECIPE = 'flm';
/** What FastFlowLM serves. Source: Lemonade contract, section 11. */
export const FLM_TYPES = ['llm', 'embedding', 'transcription'] as const satisfies readonly ModelType[];
export type FlmType = (typeof FLM_TYPES)[number];

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

/** A name and perhaps a tag, as `flm` writes them. It becomes a word of a command line, so nothing else is let through. */
const CHECKPOINT = /^[A-Za-z0-9][\w.-]{0,62}(?::[A-Za-z0-9][\w.-]{0,62})?$/;

export function isCheckpoint(checkpoint: string): boolean {
  return CHECKPOINT.test(checkpoint);
}

export function isModelId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && MODEL_ID.test(id);
}

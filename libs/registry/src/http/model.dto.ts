import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import {
  MODEL_FILE_ROLES,
  MODEL_SOURCE_KINDS,
  MODEL_STATES,
  type Model,
  type ModelFileRole,
  type ModelSourceKind,
  type ModelState,
} from '../model.js';

/** One of the files that a model stands in. */
export class ModelFileDto {
  /** What it is to the model: `main` is loaded, `shard` a further part of it, the others stand beside it. */
  @ApiProperty({ enum: MODEL_FILE_ROLES, enumName: 'ModelFileRole' })
  role: ModelFileRole;
  /** Absolute. */
  path: string;
  sizeBytes: number;
  /** In hex; null when nobody computed it. */
  sha256: string | null;
}

/** Where a model was got from. */
export class ModelSourceDto {
  @ApiProperty({ enum: MODEL_SOURCE_KINDS, enumName: 'ModelSourceKind' })
  kind: ModelSourceKind;
  /** `<owner>/<name>` on the hub. */
  repository: string | null;
  /** The commit that the files are of. */
  revision: string | null;
  url: string | null;
  /** Its id in the curated catalogue. */
  catalogueId: string | null;
}

/** How slots load a model where neither they nor their profile say. */
export class ModelDefaultsDto {
  /** Tokens that one request may use. */
  contextSize?: number;
  /** Layers that the graphics card computes. */
  gpuLayers?: number;
  /** Requests answered at once. */
  parallel?: number;
}

/** What the header of a model file says; null where it says nothing. */
export class ModelFactsDto {
  architecture: string | null;
  /** How many numbers the model consists of. */
  parameters: number | null;
  /** E.g. `Q4_K_M`. */
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
  /** How an embedding is made of those of the tokens, e.g. `mean`. */
  poolingType: string | null;
  /** E.g. `model`, `mmproj`. */
  fileType: string | null;
}

/** A model this box knows, and where its file is. */
export class ModelDto {
  /** What clients and slots call it. */
  id: string;
  /** What people call it; the id when nobody gave it a name. */
  name: string;
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
  /** Absolute path of the file that is loaded; null when its backend keeps the file itself. */
  path: string | null;
  /** What its backend calls a model that it keeps itself, e.g. `qwen3:0.6b`; null when there is a path. */
  checkpoint: string | null;
  /** The backend that runs it, in Lemonade's words. */
  recipe: string;
  /** Abilities beyond the type, e.g. `tool-calling`. */
  labels: string[];
  /** The file at `path` first; empty when its backend keeps it. */
  files: ModelFileDto[];
  /** Of all files together; 0 when the backend keeps them. */
  sizeBytes: number;
  /** As the file itself says; null when the format does not tell. */
  architecture: string | null;
  /** Context window in tokens the model was made for; null when the format does not tell. */
  contextLength: number | null;
  license: string | null;
  /** Null for a model that was added before hal0 kept this. */
  source: ModelSourceDto | null;
  defaults: ModelDefaultsDto;
  /** Null when the format does not tell. */
  facts: ModelFactsDto | null;
  /** `missing`: a file is not there; `damaged`: one has another size than it had, and cannot be shown to be whole. */
  @ApiProperty({ enum: MODEL_STATES, enumName: 'ModelState' })
  state: ModelState;
  /** When the files were last looked at (ISO 8601); null before the first time. */
  checkedAt: string | null;
  /** Slots that have it. */
  usedBy: string[];
  /** Made for trying the plumbing, not for its answers. */
  toy: boolean;
  /** When it was added (ISO 8601). */
  createdAt: string;
}

export const toModelDto = (model: Model, usedBy: readonly string[]): ModelDto => ({
  ...model,
  labels: [...model.labels],
  files: model.files.map((file) => ({ ...file })),
  source: model.source && { ...model.source },
  defaults: { ...model.defaults },
  facts: model.facts && { ...model.facts },
  usedBy: [...usedBy],
});

import { MODEL_TYPES, type ModelType } from '@hal0/config';
import type { TomlTable } from '@hal0/platform';
import { isAbsolute, normalize } from 'node:path';
import {
  FLM_RECIPE,
  isCheckpoint,
  isModelId,
  MODEL_FILE_ROLES,
  type ModelDefaults,
  type ModelFile,
  type ModelSource,
} from '../model.js';

/** What a record of registry.toml says about a model. */
export interface RegistryRecord {
  id: string;
  name: string | null;
  /** Null when the record does not tell it. */
  type: ModelType | null;
  checkpoint: string | null;
  labels: readonly string[];
  license: string | null;
  /** The main one first; empty when the backend keeps the model. */
  files: readonly ModelFile[];
  source: ModelSource;
  defaults: ModelDefaults;
  toy: boolean;
}

/** A record that says too little, or the wrong thing. */
export interface BadRecord {
  id: string;
  reason: string;
}

/** Words of earlier releases for what a model is for. Source: reference 5.1. */
const CAPABILITIES: Readonly<Record<string, ModelType>> = {
  chat: 'llm',
  embed: 'embedding',
  rerank: 'reranking',
  asr: 'transcription',
  stt: 'transcription',
  tts: 'tts',
  image: 'image',
  img: 'image',
};

const LABEL = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** All records of a registry.toml: tables by id, or a list of tables with their ids. Source: reference 5.1. */
export function readRecords(table: TomlTable): readonly (RegistryRecord | BadRecord)[] {
  const models = table['models'];
  if (Array.isArray(models)) return models.map((entry) => readRecord(text(asTable(entry)['id']) ?? '', entry));
  return Object.entries(asTable(models)).map(([id, entry]) => readRecord(id, entry));
}

function readRecord(id: string, entry: unknown): RegistryRecord | BadRecord {
  const record = asTable(entry);
  if (!isModelId(id)) return { id: id.slice(0, 200), reason: 'its id is none that a model may have' };
  const path = text(record['path']);
  const checkpoint = text(record['checkpoint']);
  if (checkpoint !== null ? !isCheckpoint(checkpoint) : path === null || !isAbsolute(path)) {
    return { id, reason: 'it names no absolute path of a file' };
  }
  const metadata = asTable(record['metadata']);
  const capabilities = texts(record['capabilities']);
  const labels = [...texts(record['tags']), ...capabilities.filter((word) => word === 'vision')];
  return {
    id,
    name: text(record['name']),
    type: typeOf(capabilities),
    checkpoint,
    labels: [...new Set(labels.filter((label) => LABEL.test(label)))],
    license: text(record['license']) === 'unknown' ? null : text(record['license']),
    files: checkpoint === null ? filesOf(normalize(path ?? ''), record, metadata) : [],
    source: {
      kind: checkpoint === null ? 'import' : FLM_RECIPE,
      repository: text(record['hf_repo']),
      revision: text(metadata['revision']),
      url: text(metadata['upstream_url']),
      catalogueId: text(metadata['catalogue_id']),
    },
    defaults: defaultsOf(asTable(record['defaults'])),
    toy: metadata['toy'] === true,
  };
}

function filesOf(path: string, record: TomlTable, metadata: TomlTable): readonly ModelFile[] {
  const main: ModelFile = {
    ...{ role: 'main', path, sizeBytes: count(record['size_bytes']) ?? 0, sha256: digest(metadata['sha256']) },
  };
  const further = Array.isArray(record['files']) ? record['files'].map(asTable) : [];
  const others = further.flatMap((file): ModelFile[] => {
    const role = MODEL_FILE_ROLES.find((known) => known === file['role']);
    const other = text(file['path']);
    if (role === undefined || role === 'main' || other === null || !isAbsolute(other)) return [];
    const sizeBytes = count(file['size_bytes']) ?? 0;
    return [{ role, path: normalize(other), sizeBytes, sha256: digest(file['sha256']) }];
  });
  return [main, ...others];
}

function typeOf(capabilities: readonly string[]): ModelType | null {
  for (const word of capabilities) {
    const type = CAPABILITIES[word] ?? MODEL_TYPES.find((known) => known === word);
    if (type) return type;
  }
  return null;
}

function defaultsOf(table: TomlTable): ModelDefaults {
  const [contextSize, gpuLayers, parallel] = [
    count(table['context_size']),
    count(table['n_gpu_layers']),
    count(table['parallel']),
  ];
  return {
    ...(contextSize ? { contextSize } : {}),
    ...(gpuLayers !== null ? { gpuLayers } : {}),
    ...(parallel ? { parallel } : {}),
  };
}

function asTable(value: unknown): TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? (value as TomlTable)
    : {};
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null);

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];

function count(value: unknown): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

const digest = (value: unknown): string | null =>
  typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null;

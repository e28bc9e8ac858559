import type { ModelType } from '@hal0/config';
import { printToml, type TomlTable } from '@hal0/platform';
import { basename } from 'node:path';
import type { Model } from '../model.js';

/** The first of the words that `readRecords` takes for a type. */
const CAPABILITY: Readonly<Record<ModelType, string>> = {
  llm: 'chat',
  embedding: 'embed',
  reranking: 'rerank',
  transcription: 'asr',
  tts: 'tts',
  image: 'image',
};

/**
 * Models as a registry.toml: the fields that earlier releases know, and beside them what they pass over (`checkpoint`,
 * `files`, `defaults.parallel`, further metadata). Source: reference 5.1.
 */
export function printRecords(models: readonly Model[]): string {
  return printToml({ models: Object.fromEntries(models.map((model) => [model.id, toRecord(model)])) });
}

function toRecord(model: Model): TomlTable {
  const { id, name, type, path, checkpoint, recipe, labels, files, license, source, defaults } = model;
  const [main, ...others] = files;
  return known({
    id,
    name: name === id ? null : name,
    path: path ?? '',
    checkpoint,
    size_bytes: main?.sizeBytes ?? 0,
    license: license ?? 'unknown',
    capabilities: [CAPABILITY[type], ...labels.filter((label) => label === 'vision')],
    hf_repo: source?.repository ?? '',
    hf_filename: source?.repository && path !== null ? basename(path) : '',
    tags: [...labels],
    backends: [recipe],
    defaults: known({
      context_size: defaults.contextSize,
      n_gpu_layers: defaults.gpuLayers,
      parallel: defaults.parallel,
    }),
    metadata: known({
      sha256: main?.sha256,
      context_length: model.contextLength,
      upstream_url: source?.url,
      source: source?.kind,
      revision: source?.revision,
      catalogue_id: source?.catalogueId,
      toy: model.toy || null,
    }),
    files: others.map(({ role, path: other, sizeBytes, sha256 }) =>
      known({ role, path: other, size_bytes: sizeBytes, sha256 }),
    ),
  });
}

/** Without what is not known, and without what is empty but a text. */
function known(table: Record<string, TomlTable[string] | null | undefined>): TomlTable {
  const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && !Object.keys(value).length;
  const said = Object.entries(table).filter(([, value]) => value !== null && value !== undefined && !isEmpty(value));
  return Object.fromEntries(said) as TomlTable;
}

import { idFromPath } from '../model-ids.js';
import type { HubVariant } from './variants.js';

/** Source: llama.cpp, `llama_split_path`. */
const SHARD_SUFFIX = /-\d{5}-of-\d{5}(?=\.gguf$)/i;

/** What a model is to be called by clients, when nobody says. */
export function suggestedId({ files, name }: HubVariant): string {
  return idFromPath((files[0]?.path ?? name).replace(SHARD_SUFFIX, ''));
}

/** What people are to call it. @param repository `<owner>/<name>` */
export function suggestedName(repository: string, { quantization }: HubVariant): string {
  const name = (repository.split('/')[1] ?? repository).replace(/-GGUF$/i, '');
  return quantization === null ? name : `${name} ${quantization}`;
}

import type { Model } from '@hal0/registry';
import { createHash } from 'node:crypto';
import type { ModelListing } from '../../openai/model-list.js';

/** What `/api/tags`, `/api/ps` and `/api/show` have in common. */
export interface ModelDetails {
  parent_model: string;
  format: string;
  family: string;
  families: string[];
  parameter_size: string;
  quantization_level: string;
}

/** As people write them into the names of models and files, e.g. `Qwen3-4B-Q4_K_M`. */
const PARAMETERS = /(?:^|[-_ ])(\d+(?:\.\d+)?[BM])(?![a-z0-9])/i;
const QUANTIZATION = /(?:^|[-_.:])(I?Q\d(?:_[0-9A-Z]+)*|BF16|F16|F32)(?![a-z0-9])/i;

/** hal0's words for what a model can, and Ollama's. */
const ABILITIES: Readonly<Record<string, string>> = {
  'tool-calling': 'tools',
  vision: 'vision',
  reasoning: 'thinking',
};

export function detailsOf(model: Model | undefined): ModelDetails {
  const family = model?.architecture ?? '';
  const names = [model?.id, model?.checkpoint, model?.path?.split('/').at(-1)].filter(
    (name) => typeof name === 'string',
  );
  return {
    parent_model: '',
    format: model?.recipe === 'llamacpp' ? 'gguf' : '',
    family,
    families: family ? [family] : [],
    parameter_size: firstOf(PARAMETERS, names),
    quantization_level: firstOf(QUANTIZATION, names),
  };
}

export function capabilitiesOf({ type, slot }: ModelListing, model: Model | undefined): string[] {
  if (type === 'embedding') return ['embedding'];
  // Of a model elsewhere nothing is known; a chat is what most are for.
  if (type !== 'llm' && slot !== null) return [];
  return ['completion', ...(model?.labels ?? []).flatMap((label) => ABILITIES[label] ?? [])];
}

/** Tells one model from another as Ollama's digest does. The file itself is not read for it: it may be huge. */
export function digestOf(id: string, model: Model | undefined): string {
  const { createdAt = '', sizeBytes = 0 } = model ?? {};
  return createHash('sha256')
    .update(`${model?.id ?? id}\n${createdAt}\n${sizeBytes}`)
    .digest('hex');
}

function firstOf(pattern: RegExp, names: readonly string[]): string {
  for (const name of names) {
    const [, found] = pattern.exec(name) ?? [];
    if (found !== undefined) return found.toUpperCase();
  }
  return '';
}

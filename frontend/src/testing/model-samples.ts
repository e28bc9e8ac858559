import type { CatalogueModelDto, ModelInspectionDto, ModelVariantDto, PullDto } from '../api/models';

const GIB = 1024 ** 3;

/** Half of 4 GiB is here. */
export function aPull(changes: Partial<PullDto> = {}): PullDto {
  return {
    id: '00000000000000a1',
    modelId: 'qwen3-4b-q4_k_m',
    name: 'Qwen3 4B',
    source: 'unsloth/Qwen3-4B-GGUF:Q4_K_M',
    state: 'running',
    bytesDone: 2 * GIB,
    bytesTotal: 4 * GIB,
    bytesPerSecond: 32 * 1024 ** 2,
    secondsLeft: 64,
    files: [],
    error: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    ...changes,
  };
}

export function aCatalogueModel(changes: Partial<CatalogueModelDto> = {}): CatalogueModelDto {
  return {
    id: 'qwen3.5-0.8b',
    name: 'Qwen3.5 0.8B',
    description: 'A small chat model.',
    type: 'llm',
    recipe: 'llamacpp',
    license: 'apache-2.0',
    gated: false,
    labels: ['tool-calling'],
    sizeBytes: GIB,
    files: [],
    installed: false,
    fits: 'yes',
    fitMessage: 'It takes 1.4 GiB of 15.6 GiB.',
    ...changes,
  };
}

function aVariant(name: string, changes: Partial<ModelVariantDto> = {}): ModelVariantDto {
  return {
    name,
    files: [],
    sizeBytes: 2 * GIB,
    quantization: name,
    sharded: false,
    fits: 'yes',
    needMib: 2600,
    largestContext: 32_768,
    fitMessage: 'It takes 2.5 GiB of 15.6 GiB.',
    recommended: false,
    ...changes,
  };
}

/** A repository with one variant that fits and one that does not. */
export function anInspection(changes: Partial<ModelInspectionDto> = {}): ModelInspectionDto {
  return {
    repository: 'unsloth/Qwen3-4B-GGUF',
    revision: '0123456789abcdef',
    url: null,
    catalogueId: null,
    license: 'apache-2.0',
    gated: false,
    variants: [
      aVariant('Q4_K_M', { recommended: true }),
      aVariant('F16', { sizeBytes: 30 * GIB, fits: 'no', fitMessage: 'It takes 31 GiB; 15.6 GiB are there.' }),
    ],
    mmproj: [],
    suggested: { id: 'qwen3-4b-q4_k_m', name: 'Qwen3 4B', type: 'llm', recipe: 'llamacpp', labels: [] },
    facts: null,
    installed: [],
    problem: null,
    ...changes,
  };
}

import type { ModelDto, ModelState } from '../../../api/models';
import { FLM } from '../model-types';

export const STATE_WORDS: Readonly<Record<ModelState, string>> = {
  ready: 'ready',
  missing: 'file missing',
  damaged: 'file damaged',
};

const RECIPE_WORDS: Readonly<Record<string, string>> = {
  llamacpp: 'llama.cpp',
  whispercpp: 'whisper.cpp',
  kokoro: 'Kokoro',
  'sd-cpp': 'stable-diffusion.cpp',
  [FLM]: 'FastFlowLM, on the NPU',
};

/** What runs it, by its own name. */
function describeRecipe(recipe: string): string {
  return RECIPE_WORDS[recipe] ?? recipe;
}

const COUNTS: readonly (readonly [size: number, unit: string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
];

/** A number of parameters as the field writes it: "7.6B", "494M". */
export function describeParameters(count: number): string {
  const [size, unit] = COUNTS.find(([least]) => count >= least) ?? [1, ''];
  const value = count / size;
  return `${value < 10 && size > 1 ? value.toFixed(1) : Math.round(value)}${unit}`;
}

/** What tells a model from others of its type: "1.2B · Q4_K_M · 32768 tokens". */
export function describeModel({ checkpoint, facts, contextLength, recipe }: ModelDto): string {
  const parts = [
    checkpoint,
    facts?.parameters ? describeParameters(facts.parameters) : null,
    facts?.quantization ?? null,
    contextLength === null ? null : `${contextLength} tokens`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' · ') : describeRecipe(recipe);
}

export interface Fact {
  label: string;
  value: string;
}

/** Everything that is known of a model, apart from its files. */
export function factsOf(model: ModelDto): readonly Fact[] {
  const { facts, source } = model;
  const known: readonly (readonly [label: string, value: string | number | null | undefined])[] = [
    ['Id', model.id],
    ['Runs on', describeRecipe(model.recipe)],
    ['Called there', model.checkpoint],
    ['Architecture', model.architecture],
    ['Parameters', facts?.parameters ? describeParameters(facts.parameters) : null],
    ['Quantization', facts?.quantization],
    ['Context', model.contextLength === null ? null : `${model.contextLength} tokens`],
    ['Layers', facts?.layers],
    ['Abilities', model.labels.join(', ') || null],
    ['Licence', model.license],
    ['Got from', source?.repository ?? source?.url ?? null],
    ['Revision', source?.revision?.slice(0, 12)],
    ['Files', model.files.length === 0 ? 'kept by what runs it' : null],
  ];
  return known.flatMap(([label, value]) =>
    value === null || value === undefined ? [] : [{ label, value: String(value) }],
  );
}

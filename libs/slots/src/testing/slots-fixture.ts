import { ConfigChangedEvent, type ModelType, type SlotSettings } from '@hal0/config';
import { configFixture } from '@hal0/config/testing';
import type { Clock, EventBus } from '@hal0/platform';
import { FakeClock } from '@hal0/platform/testing';
import {
  ModelNotFoundError,
  type Model,
  type ModelDefaults,
  type ModelReferences,
  type RegistryService,
} from '@hal0/registry';
import { aModel } from '@hal0/registry/testing';
import type { InferenceRuntime } from '../ports/inference-runtime.port.js';
import type { MemoryNeeds } from '../residency/memory-needs.service.js';
import type { Slot } from '../slot.js';
import { composeSlots } from './compose-slots.js';
import { FakeInferenceRuntime } from './fake-inference-runtime.js';

const TYPES: Readonly<Record<string, ModelType>> = {
  embed: 'embedding',
  rerank: 'reranking',
  whisper: 'transcription',
  voice: 'tts',
  speech: 'tts',
  picture: 'image',
};

/** One model per id, a toy of type llm unless the id has a word for another type in it. */
export function modelNamed(id: string): Model {
  const word = id.split('-').find((part) => Object.hasOwn(TYPES, part));
  const type = (word && TYPES[word]) || 'llm';
  return aModel({ id, type });
}

/** The registry as slots see it; every id is known unless it begins with `unknown`. */
function registryOf(
  failures: Map<string, Error>,
  defaults: Map<string, ModelDefaults>,
  files: Map<string, Model['files']>,
): RegistryService {
  const references: ModelReferences[] = [];
  const find = (id: string) => {
    if (id.startsWith('unknown')) return undefined;
    const model = modelNamed(id);
    return { ...model, defaults: defaults.get(id) ?? {}, files: files.get(id) ?? model.files };
  };
  return {
    find,
    addReferences: (added) => void references.push(added),
    release: async (id) => {
      for (const one of references) await one.release(id);
    },
    get: (id: string) => {
      const model = find(id);
      if (!model) throw new ModelNotFoundError(id);
      return model;
    },
    checkFile: async (id: string) => {
      const failure = failures.get(id);
      if (failure) throw failure;
      await Promise.resolve();
    },
  } as Partial<RegistryService> as RegistryService;
}

/** Memory as a test sets it. What is loaded counts as taken, so that free memory follows the runtime. */
function memoryOf(models: () => readonly string[]) {
  const memory = {
    limitMib: 1_000_000,
    /** MiB that a model needs, by its id. */
    needs: new Map<string, number>(),
    /** Taken by others. */
    takenMib: 0,
    needOf: (id: string) => memory.needs.get(id) ?? 100,
  };
  const needs = {
    of: async (_record: SlotSettings, { id }: Model) => ({ mib: { system: memory.needOf(id), gpu: 0 }, note: null }),
    state: async () => {
      const taken = models().reduce((sum, id) => sum + memory.needOf(id), memory.takenMib);
      const { limitMib } = memory;
      return { system: { limitMib, freeMib: Math.max(0, limitMib - taken), limitedBy: 'memory' }, gpu: null };
    },
  } as Partial<MemoryNeeds> as MemoryNeeds;
  return { memory, needs };
}

/**
 * Slots as the product composes them, on a scratch home and on that runtime and clock.
 * @param models ids of the models that are loaded
 */
export function slotsOn<R extends InferenceRuntime, C extends Clock>(
  {
    runtime,
    clock,
    models,
    ...others
  }: { runtime: R; clock: C; models: () => readonly string[]; events?: EventBus; registry?: RegistryService },
  capabilities: string,
  otherFiles: Readonly<Record<string, string>>,
) {
  const config = configFixture({ 'capabilities.toml': capabilities, ...otherFiles });
  const { paths, store } = config;
  /** Model id to the reason why its file is not fit to be loaded. */
  const badFiles = new Map<string, Error>();
  const modelDefaults = new Map<string, ModelDefaults>();
  const modelFiles = new Map<string, Model['files']>();
  const registry = others.registry ?? registryOf(badFiles, modelDefaults, modelFiles);
  const { memory, needs } = memoryOf(models);
  const composed = composeSlots({
    store,
    paths,
    events: others.events ?? config.events,
    clock,
    runtime,
    registry,
    needs,
  });
  const { slots, announcer } = composed;
  slots.onModuleInit();
  config.events.observe((event) => {
    if (event instanceof ConfigChangedEvent) slots.follow();
  });
  return {
    /** The store, and the files of its configuration folder by name. */
    config: { store, write: config.write, read: config.read },
    ...{
      paths,
      clock,
      events: config.events,
      runtime,
      registry,
      badFiles,
      modelDefaults,
      modelFiles,
      memory,
      ...composed,
    },
    slot: (name: string) => slots.all().find((slot) => slot.name === name) as Slot,
    /** Waits for what is still being written, then deletes the home. */
    remove: async () => {
      await announcer.settled();
      config.remove();
    },
  };
}

/**
 * Slots on a fake runtime and a clock that stands still.
 * @param registry in place of one that knows every model
 */
export function slotsFixture(
  capabilities = '',
  otherFiles: Readonly<Record<string, string>> = {},
  registry?: RegistryService,
) {
  const runtime = new FakeInferenceRuntime();
  const clock = new FakeClock();
  return slotsOn({ runtime, clock, models: () => runtime.models, registry }, capabilities, otherFiles);
}

export type SlotsFixture = ReturnType<typeof slotsFixture>;

import { ConfigChangedEvent } from '@hal0/config';
import { configFixture } from '@hal0/config/testing';
import { FakeClock } from '@hal0/platform/testing';
import { ModelNotFoundError, type Model, type RegistryService } from '@hal0/registry';
import { SlotAnnouncer } from '../slot-announcer.service.js';
import { SlotLoader } from '../slot-loader.service.js';
import { SlotsService } from '../slots.service.js';
import type { Slot } from '../slot.js';
import { FakeInferenceRuntime } from './fake-inference-runtime.js';

/** One model per id, a toy of type llm unless the id begins with `embed`. */
export function modelNamed(id: string): Model {
  return {
    id,
    type: id.startsWith('embed') ? 'embedding' : 'llm',
    path: `/models/${id}.gguf`,
    recipe: 'llamacpp',
    labels: [],
    sizeBytes: 1,
    architecture: 'llama',
    contextLength: 2_048,
    license: null,
    toy: true,
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

/** The registry as slots see it; every id is known unless it begins with `unknown`. */
function registryOf(failures: Map<string, Error>): RegistryService {
  return {
    addReferences: () => undefined,
    find: (id: string) => (id.startsWith('unknown') ? undefined : modelNamed(id)),
    get: (id: string) => {
      if (id.startsWith('unknown')) throw new ModelNotFoundError(id);
      return modelNamed(id);
    },
    checkFile: async (id: string) => {
      const failure = failures.get(id);
      if (failure) throw failure;
      await Promise.resolve();
    },
  } as Partial<RegistryService> as RegistryService;
}

/** Slots as the product composes them, on a scratch home, a fake runtime and a clock that stands still. */
export function slotsFixture(capabilities = '', otherFiles: Readonly<Record<string, string>> = {}) {
  const config = configFixture({ 'capabilities.toml': capabilities, ...otherFiles });
  const { paths, events, store } = config;
  const clock = new FakeClock();
  const runtime = new FakeInferenceRuntime();
  /** Model id to the reason why its file is not fit to be loaded. */
  const badFiles = new Map<string, Error>();
  const registry = registryOf(badFiles);
  const announcer = new SlotAnnouncer(clock, events, paths);
  const loader = new SlotLoader(registry, runtime, clock);
  const slots = new SlotsService(store, registry, loader, announcer, clock, events);
  slots.onModuleInit();
  events.observe((event) => {
    if (event instanceof ConfigChangedEvent) slots.follow();
  });
  return {
    /** The store, and the files of its configuration folder by name. */
    config: { store, write: config.write, read: config.read },
    paths,
    clock,
    events,
    runtime,
    registry,
    badFiles,
    announcer,
    loader,
    slots,
    slot: (name: string) => slots.all().find((slot) => slot.name === name) as Slot,
    /** Waits for what is still being written, then deletes the home. */
    remove: async () => {
      await announcer.settled();
      config.remove();
    },
  };
}

export type SlotsFixture = ReturnType<typeof slotsFixture>;

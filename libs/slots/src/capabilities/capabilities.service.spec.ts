import { SlotSettings, type Device } from '@hal0/config';
import { probeHardware, type HardwareService } from '@hal0/hardware';
import { fixtureReaders, type MachineName } from '@hal0/hardware/testing';
import { FakeClock } from '@hal0/platform/testing';
import { ModelFileMissingError, type Model, type RegistryService } from '@hal0/registry';
import { describe, expect, it } from '@jest/globals';
import type { BackendAvailability, BackendState, InferenceRuntime } from '../ports/inference-runtime.port.js';
import type { MemoryNeeds } from '../residency/memory-needs.service.js';
import { Slot } from '../slot.js';
import type { SlotsService } from '../slots.service.js';
import { CapabilitiesService } from './capabilities.service.js';

const MODELS = [
  { id: 'small', type: 'llm', recipe: 'llamacpp', needMib: 500 },
  { id: 'huge', type: 'llm', recipe: 'llamacpp', needMib: 90_000 },
  { id: 'lost', type: 'llm', recipe: 'llamacpp', needMib: 500 },
  { id: 'npu-chat', type: 'llm', recipe: 'flm', needMib: 0 },
  { id: 'voice', type: 'tts', recipe: 'kokoro', needMib: 300 },
] as const;

interface Box {
  machine: MachineName;
  slots: Record<string, Partial<SlotSettings>>;
  /** What is told of a backend that is not installed, by `recipe device`. */
  backends?: Record<string, BackendAvailability>;
  /** Nobody answers questions about backends. */
  hangs?: boolean;
}

async function viewOf({ machine, slots, backends = {}, hangs = false }: Box) {
  const clock = new FakeClock();
  const report = await probeHardware(fixtureReaders(machine), { state: '/var/lib/hal0', now: 0 });
  const asked: string[] = [];
  const observer = { moved: () => undefined, stirred: () => undefined, rested: () => undefined };
  const all = Object.entries(slots).map(([name, fields]) => {
    const record = Object.assign(new SlotSettings(), { type: 'llm' as const }, fields);
    return new Slot(name, record, new FakeClock(), observer);
  });
  const registry = {
    list: () => MODELS as readonly Partial<Model>[] as readonly Model[],
    checkFile: (id: string) =>
      id === 'lost' ? Promise.reject(new ModelFileMissingError('/m/lost')) : Promise.resolve(),
  };
  const needOf = (model: Model) => MODELS.find(({ id }) => id === model.id)?.needMib ?? 0;
  const service = new CapabilitiesService(
    { all: () => all } as Partial<SlotsService> as SlotsService,
    { report: async () => report } as Partial<HardwareService> as HardwareService,
    {
      backendFor: async (device: Device, recipe: string) => {
        asked.push(`${recipe} ${device}`);
        if (hangs) return new Promise(() => undefined);
        const none = recipe === 'flm' && !report.npu.present;
        return (
          backends[`${recipe} ${device}`] ?? { state: none ? 'missing' : 'installed', message: null, command: null }
        );
      },
    } as Partial<InferenceRuntime> as InferenceRuntime,
    registry as Partial<RegistryService> as RegistryService,
    {
      of: async (_record: SlotSettings, model: Model) => ({ mib: { system: needOf(model), gpu: 0 }, note: null }),
      state: async () => ({ system: { limitMib: 16_000, freeMib: 9_000, limitedBy: 'memory' }, gpu: null }),
    } as Partial<MemoryNeeds> as MemoryNeeds,
    clock,
  );
  const answer = service.view();
  if (hangs) await clock.advance(1_000);
  const view = await answer;
  const slot = (name: string) => view.slots.find((each) => each.name === name)!;
  return { view, slot, asked, usable: (name: string) => slot(name).devices.filter(({ usable }) => usable) };
}

const INSTALLABLE: BackendAvailability = {
  state: 'installable',
  message: 'llama.cpp on Vulkan is not installed.',
  command: 'hal0 lemonade backends install llamacpp:vulkan',
};

describe('CapabilitiesService', () => {
  it('names what no slot can be called, and why', async () => {
    const { view } = await viewOf({ machine: 'arc-a770', slots: {} });
    expect(view.reservedNames.map(({ name }) => name)).toEqual([
      ...['omni', 'metrics', 'capacity', 'plan'],
      ...['agent', 'stt-npu', 'embed-npu'],
    ]);
    expect(view.reservedNames[0]?.reason).toBe('The name omni means something else to hal0. Choose another.');
    expect(view.reservedNames.at(-1)?.reason).toMatch(/^The name embed-npu is kept for a slot on the NPU/);
  });

  it('says for each slot which devices it could run on, and recommends one', async () => {
    const { slot, usable } = await viewOf({
      machine: 'strix-halo',
      slots: { primary: {}, tts: { type: 'tts' }, stt: { type: 'transcription' } },
    });
    expect(usable('primary').map(({ device }) => device)).toEqual(['gpu-rocm', 'gpu-vulkan', 'cpu', 'npu']);
    expect(
      slot('primary')
        .devices.filter(({ recommended }) => recommended)
        .map(({ device }) => device),
    ).toEqual(['gpu-vulkan']);
    expect(usable('tts')).toMatchObject([{ device: 'cpu', recommended: true }]);
    expect(slot('tts').devices[0]?.reason).toBe('Nothing runs tts models on gpu-rocm.');
    expect(usable('stt').map(({ device }) => device)).toEqual(['gpu-rocm', 'gpu-vulkan', 'cpu', 'npu']);
  });

  it('names the command that brings a missing backend, and does not recommend it meanwhile', async () => {
    const { slot } = await viewOf({
      machine: 'arc-a770',
      slots: { primary: { device: 'gpu-vulkan', model: 'small' } },
      backends: { 'llamacpp gpu-vulkan': INSTALLABLE },
    });
    const { devices, selected } = slot('primary');
    expect(devices.find(({ device }) => device === 'gpu-vulkan')).toEqual({
      ...{ device: 'gpu-vulkan', usable: false, recommended: false },
      ...{ reason: INSTALLABLE.message, command: INSTALLABLE.command },
    });
    expect(devices.find(({ recommended }) => recommended)?.device).toBe('cpu');
    expect(selected).toEqual({ device: 'gpu-vulkan', model: 'small', usable: false, reason: INSTALLABLE.message });
  });

  it.each<[BackendState, boolean, string | null]>([
    ['installed', true, null],
    ['missing', false, 'There is no NPU here.'],
    ['unknown', false, 'There is no NPU here.'],
  ])('believes the runtime that has FastFlowLM where the probe saw no NPU: %s', async (state, usable, reason) => {
    const { slot } = await viewOf({
      machine: 'cpu-only-server',
      slots: { agent: { device: 'npu' } },
      backends: { 'flm npu': { state, message: null, command: null } },
    });
    expect(slot('agent').devices.find(({ device }) => device === 'npu')).toMatchObject({ usable, reason });
  });

  it('holds nothing against a device when nobody can be asked', async () => {
    const { usable } = await viewOf({
      machine: 'cpu-only-server',
      slots: { primary: {} },
      backends: { 'llamacpp cpu': { state: 'unknown', message: 'The runtime does not answer.', command: null } },
    });
    expect(usable('primary')).toEqual([
      { device: 'cpu', usable: true, reason: null, command: null, recommended: true },
    ]);
  });

  it('waits a second for the runtime and no longer', async () => {
    const { usable } = await viewOf({ machine: 'cpu-only-server', slots: { primary: {} }, hangs: true });
    expect(usable('primary').map(({ device }) => device)).toEqual(['cpu']);
  });

  it('asks about each backend once, and only about those that the machine could use', async () => {
    const { asked } = await viewOf({
      machine: 'cpu-only-server',
      slots: { primary: {}, coder: {}, embed: { type: 'embedding' }, stt: { type: 'transcription' } },
    });
    expect(asked.toSorted()).toEqual(['flm npu', 'llamacpp cpu', 'whispercpp cpu']);
  });

  it('says why a model could not run in a slot: size, file, device', async () => {
    const { slot } = await viewOf({
      machine: 'cpu-only-server',
      slots: { primary: { model: 'small' }, chat: { model: 'gone' }, empty: {}, tts: { type: 'tts', model: 'voice' } },
    });
    const { models, selected } = slot('primary');
    expect(models.map(({ id, usable }) => [id, usable])).toEqual([
      ['small', true],
      ['huge', false],
      ['lost', false],
      ['npu-chat', false],
    ]);
    expect(models.map(({ reason }) => reason)).toEqual([
      null,
      expect.stringMatching(/^It needs about 8[78]\.\d GiB of memory, and models may take 15\.6 GiB here\.$/),
      expect.stringContaining('/m/lost'),
      'It does not run on cpu, the device of the slot.',
    ]);
    expect(selected.usable).toBe(true);
    expect(slot('chat').selected.reason).toContain('gone');
    expect(slot('empty').selected).toMatchObject({ usable: false, reason: 'No model has been chosen.' });
    expect(slot('tts').models.map(({ id }) => id)).toEqual(['voice']);
  });
});

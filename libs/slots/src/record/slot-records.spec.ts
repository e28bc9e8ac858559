import { configFixture } from '@hal0/config/testing';
import { FlmProgram } from '@hal0/lemonade';
import { RecordingEventBus } from '@hal0/platform/testing';
import { ModelNotFoundError, type Model, type RegistryService } from '@hal0/registry';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CreateSlotDto } from '../http/create-slot.dto.js';
import { NpuSlots } from '../npu/npu-slots.service.js';
import type { InferenceRuntime } from '../ports/inference-runtime.port.js';
import { SlotRecords } from './slot-records.js';

const MODELS: Readonly<Record<string, Partial<Model>>> = {
  chat: { type: 'llm', recipe: 'llamacpp' },
  vectors: { type: 'embedding', recipe: 'llamacpp' },
  'npu-chat': { type: 'llm', recipe: 'flm' },
  tuned: { type: 'llm', recipe: 'llamacpp', defaults: { contextSize: 1_024, parallel: 3, gpuLayers: 20 } },
};

const removals: (() => void)[] = [];
afterEach(() => removals.splice(0).forEach((remove) => remove()));

async function setup(files: Record<string, string> = {}, { npu = false } = {}) {
  const config = configFixture(files);
  removals.push(config.remove);
  const runtime = {
    backendFor: async () => ({ state: npu ? 'installed' : 'missing', message: null, command: null }) as const,
  } as Partial<InferenceRuntime> as InferenceRuntime;
  const registry = {
    get: (id: string) => {
      if (!Object.hasOwn(MODELS, id)) throw new ModelNotFoundError(id);
      return { id, ...MODELS[id] };
    },
    find: (id: string) => (Object.hasOwn(MODELS, id) ? { id, ...MODELS[id] } : undefined),
  } as Partial<RegistryService> as RegistryService;
  const slots = new NpuSlots(runtime, new RecordingEventBus(), new FlmProgram({ environment: {} }));
  await slots.look();
  const records = new SlotRecords(config.store, registry, slots);
  const create = (name: string, fields: Partial<CreateSlotDto> = {}) =>
    records.create({ name, type: 'llm', ...fields }, 'operator');
  return { records, create, ...config };
}

describe('SlotRecords', () => {
  it('writes a new slot with what was said of it, and nothing else', async () => {
    const { create, records, read } = await setup();
    await create('coder', {
      model: 'chat',
      enabled: true,
      profile: 'fast',
      systemPrompt: 'Be brief.',
      fallback: ['primary'],
    });
    expect(read('capabilities.toml')).toBe(`schema_version = 3

[slots.coder]
type = "llm"
model = "chat"
enabled = true
profile = "fast"
system_prompt = "Be brief."
fallback = [ "primary" ]
`);
    expect(records.current().get('coder')).toMatchObject({ parallel: 4, context_size: undefined });
  });

  it.each(['', 'Coder', 'a b', '-a', 'ä', 'x'.repeat(33), '../a'])('refuses %j for a name', async (name) => {
    const { create } = await setup();
    await expect(create(name)).rejects.toMatchObject({ code: 'slot.config_error', httpStatus: 400 });
  });

  it.each(['omni', 'metrics', 'capacity', 'plan', 'agent', 'stt-npu', 'embed-npu'])(
    'keeps the name %s',
    async (name) => {
      const { create, read } = await setup();
      await expect(create(name)).rejects.toMatchObject({ code: 'slot.config_error' });
      expect(read('capabilities.toml')).toBeUndefined();
    },
  );

  it('has each name once', async () => {
    const { create } = await setup();
    await expect(create('primary')).rejects.toMatchObject({ code: 'slot.exists' });
  });

  it('lets one slot of a type be the default, whatever file says so', async () => {
    const { create, records } = await setup({ 'conf.d/10.toml': '[slots.primary]\ndefault = true\n' });
    await expect(create('coder', { default: true })).rejects.toMatchObject({
      code: 'slot.config_error',
      details: { conflictingSlots: ['primary'] },
    });
    await records.change('embed', { default: true }, 'operator');
    expect(records.current().get('embed')?.default).toBe(true);
  });

  it('takes no model of another type, and none that is not there', async () => {
    const { records } = await setup();
    await expect(records.change('primary', { model: 'vectors' }, 'operator')).rejects.toMatchObject({
      code: 'slot.config_error',
      details: { slotType: 'llm', modelType: 'embedding' },
    });
    await expect(records.change('primary', { model: 'nobody' }, 'operator')).rejects.toMatchObject({
      code: 'model.not_found',
    });
  });

  it('puts models of FastFlowLM on the NPU alone, and no others there', async () => {
    const { records } = await setup();
    const change = (patch: object) => records.change('primary', patch, 'operator');
    await expect(change({ model: 'npu-chat' })).rejects.toThrow('Change the device to npu together with the model');
    await expect(change({ model: 'chat', device: 'npu' })).rejects.toThrow('does not run on the NPU');
    await change({ model: 'npu-chat', device: 'npu' });
    expect(records.current().get('primary')).toMatchObject({ device: 'npu', model: 'npu-chat' });
  });

  it('gives the NPU to one chat slot, and tells which has it', async () => {
    const { create, records } = await setup();
    await create('coder', { device: 'npu', model: 'npu-chat', enabled: true });
    const second = { device: 'npu', model: 'npu-chat', enabled: true } as const;
    await expect(create('writer', second)).rejects.toMatchObject({
      code: 'slot.npu_exclusivity_violation',
      httpStatus: 409,
      details: { slot: 'writer', conflictingSlots: ['coder'], hint: expect.stringContaining('Disable coder') },
    });
    // Neither one that is disabled nor one without a model is in the way.
    await create('writer', { ...second, enabled: false });
    await create('reader', { device: 'npu', enabled: true });
    await expect(records.change('writer', { enabled: true }, 'operator')).rejects.toMatchObject({
      code: 'slot.npu_exclusivity_violation',
    });
    await records.change('coder', { enabled: false }, 'operator');
    await records.change('writer', { enabled: true }, 'operator');
  });

  it('takes a value off the record when it is set to null, so that the profile holds', async () => {
    const { create, records, read } = await setup();
    await create('coder', { profile: 'long-context', contextSize: 512, parallel: 2, idleTimeoutSeconds: 5 });
    expect(records.planned('coder', { contextSize: null })).toMatchObject({ context_size: 32_768, parallel: 2 });
    await records.change('coder', { contextSize: null, parallel: null, idleTimeoutSeconds: null }, 'operator');
    expect(records.current().get('coder')).toMatchObject({
      context_size: 32_768,
      parallel: 1,
      idle_timeout_seconds: 600,
    });
    expect(read('capabilities.toml')).not.toContain('parallel');
    await records.change('coder', { profile: null }, 'operator');
    expect(records.current().get('coder')?.context_size).toBeUndefined();
  });

  it('takes what the model says where neither the slot nor its profile does, and tells which that is', async () => {
    const { create, records, read } = await setup();
    await create('coder', { model: 'tuned', device: 'gpu-vulkan', extraArgs: '--top-k 20' });
    expect(records.current().get('coder')).toMatchObject({
      ...{ context_size: 1_024, parallel: 3, extra_args: '--top-k 20 --n-gpu-layers 20' },
    });
    expect(records.fromModel('coder')).toEqual(['contextSize', 'parallel', 'extraArgs']);
    await records.change('coder', { profile: 'fast', contextSize: 512, extraArgs: '-ngl 5' }, 'operator');
    expect(records.current().get('coder')).toMatchObject({ context_size: 512, parallel: 4, extra_args: '-ngl 5' });
    expect(records.fromModel('coder')).toEqual([]);
    expect(read('capabilities.toml')).not.toContain('n-gpu-layers');
    expect(records.planned('coder', { contextSize: null, profile: null, device: 'cpu' })).toMatchObject({
      ...{ context_size: 1_024, parallel: 3, extra_args: '-ngl 5' },
    });
  });

  it.each([
    [{ profile: 'fast' }],
    [{ model: 'tuned' }],
    [{ model: 'tuned', contextSize: null, device: 'gpu-vulkan' } as const],
    [{ profile: 'mine' }],
    [{ profile: 'low-memory', parallel: 3 }],
    [{ device: 'gpu-vulkan', threads: 2 } as const],
    [{ profile: null, contextSize: null }],
    [{ model: null, enabled: true }],
  ])('tells beforehand what a change %j will make of a slot', async (patch) => {
    const { records } = await setup({
      'capabilities.toml':
        'schema_version = 3\n[slots.primary]\nmodel = "chat"\nprofile = "long-context"\ncontext_size = 4096\n',
      'profiles.toml': '[profiles.mine]\nparallel = 2\npinned = true\n',
      'hal0.toml': '[slots]\nidle_timeout_seconds = 7\n',
      'conf.d/10.toml': '[slots.primary]\nlabels = ["a"]\n',
    });
    const planned = records.planned('primary', patch);
    await records.change('primary', patch, 'operator');
    expect(records.current().get('primary')).toEqual(planned);
  });

  it('refuses a profile that is not there, naming the field and what was probably meant', async () => {
    const { records } = await setup();
    await expect(records.change('primary', { profile: 'fats' }, 'operator')).rejects.toMatchObject({
      code: 'config.invalid',
      details: { path: 'slots.primary.profile', problems: [{ suggestion: '"fast"' }] },
    });
  });

  it.each([
    ['--host 0.0.0.0', '--host'],
    ['--top-k 20 "--api_key"=x', '--api_key'],
    ['-c 4096', '-c'],
    ['-np 2', '-np'],
  ])('refuses arguments that are not for a slot to give: %j', async (extraArgs, word) => {
    const { create, records, read } = await setup();
    const refusal = {
      ...{ code: 'slot.config_error', httpStatus: 400, message: expect.stringContaining(`${word}: `) },
      details: { field: 'extra_args', arguments: { [word]: expect.any(String) } },
    };
    await expect(create('coder', { model: 'chat', extraArgs })).rejects.toMatchObject(refusal);
    await expect(records.change('primary', { extraArgs }, 'operator')).rejects.toMatchObject(refusal);
    expect(read('capabilities.toml')).toBeUndefined();
  });

  it('refuses a profile that a person gave such arguments, and lets the slot be changed otherwise', async () => {
    const { records } = await setup({
      'profiles.toml': '[profiles.open]\nextra_args = "--host 0.0.0.0"\n',
      'slots/mine.toml': 'type = "llm"\nextra_args = "--port 80"\n',
    });
    await expect(records.change('primary', { profile: 'open' }, 'operator')).rejects.toThrow(/profile open.*--host: /);
    await expect(records.change('mine', { model: 'chat' }, 'operator')).rejects.toThrow('--port: ');
    await records.change('mine', { enabled: false }, 'operator');
  });

  it('removes what it wrote, and nothing that a person wrote', async () => {
    const { create, records } = await setup({ 'slots/mine.toml': 'type = "llm"\n' });
    await create('coder');
    await records.remove('coder', 'operator');
    expect(records.current().has('coder')).toBe(false);
    await expect(records.remove('primary', 'operator')).rejects.toThrow('it can be disabled, not removed');
    await expect(records.remove('mine', 'operator')).rejects.toThrow(/slots\/mine\.toml:1\. Remove it there/);
  });

  describe('with FastFlowLM', () => {
    it('has the slots of the NPU after the six, to be configured and not to be removed', async () => {
      const { create, records } = await setup({}, { npu: true });
      await create('coder');
      const names = [...records.current().keys()];
      expect(names).toEqual([
        'primary',
        'embed',
        'rerank',
        'stt',
        'tts',
        'img',
        'agent',
        'stt-npu',
        'embed-npu',
        'coder',
      ]);
      expect(records.current().get('agent')).toMatchObject({ type: 'llm', device: 'npu', enabled: false, model: '' });
      expect(records.planned('agent', { model: 'npu-chat' })).toMatchObject({ type: 'llm', device: 'npu' });
      await records.change('agent', { model: 'npu-chat', enabled: true }, 'operator');
      expect(records.current().get('agent')).toMatchObject({ device: 'npu', model: 'npu-chat' });
      await expect(create('agent')).rejects.toMatchObject({ code: 'slot.exists' });
      await expect(records.remove('agent', 'operator')).rejects.toThrow('not removed');
    });
  });

  it('keeps a configured slot of the NPU when FastFlowLM has gone, and lets it be removed', async () => {
    const { records } = await setup({
      'capabilities.toml': 'schema_version = 3\n[slots.agent]\nmodel = "npu-chat"\n',
    });
    expect([...records.current().keys()]).toContain('agent');
    await records.remove('agent', 'operator');
    expect([...records.current().keys()]).not.toContain('agent');
  });
});

import { SlotSettings } from '@hal0/config';
import { type HardwareService, type ModelShape } from '@hal0/hardware';
import { type Model, type RegistryService } from '@hal0/registry';
import { aModel } from '@hal0/registry/testing';
import { describe, expect, it } from '@jest/globals';
import { MemoryNeeds } from './memory-needs.service.js';

/** Qwen2.5-0.5B in Q4_K_M. */
const QWEN: ModelShape = {
  weightsBytes: 398_000_000,
  layers: 24,
  embeddingLength: 896,
  heads: 14,
  kvHeads: 2,
  keyLength: 64,
  feedForwardLength: 4864,
  vocabularySize: 151_936,
};
const WEIGHTS_MIB = 380;

const DEMO = aModel({ sizeBytes: 398_000_000, architecture: 'qwen2', contextLength: 32_768 });

interface Box {
  poolKind?: 'system' | 'unified' | 'vram';
  shape?: ModelShape | null;
}

function needOf(
  record: Partial<SlotSettings>,
  facts: Partial<Model> = {},
  { poolKind = 'system', shape = QWEN }: Box = {},
) {
  const registry: Pick<RegistryService, 'shape'> = { shape: async () => shape };
  const hardware = { report: async () => ({ poolKind }) };
  const needs = new MemoryNeeds(registry as RegistryService, hardware as unknown as HardwareService);
  const model: Model = { ...DEMO, ...facts };
  return needs.of(Object.assign(new SlotSettings(), { type: 'llm', model: 'demo' }, record), model);
}

describe('what a model takes', () => {
  it('is its weights, its cache, its buffers and its server, in main memory', async () => {
    const { mib, note } = await needOf({ context_size: 2_048 });
    // 380 weights + 24 cache + 40 buffers, as llama-server prints them, + 92 for the server.
    expect(mib).toEqual({ system: WEIGHTS_MIB + 24 + 40 + 92, gpu: 0 });
    expect(note).toBeNull();
  });

  it('grows with the projector beside the weights', async () => {
    const alone = await needOf({ context_size: 2_048 });
    const projector = { role: 'mmproj', path: '/models/eye.gguf', sizeBytes: 100 * 1024 * 1024, sha256: null } as const;
    const { mib } = await needOf({ context_size: 2_048 }, { files: [...DEMO.files, projector] });
    expect(mib.system - alone.mib.system).toBe(130);
  });

  it('lies on a card as far as layers were given to it, and in main memory for the rest', async () => {
    const onCard = (extra_args: string) =>
      needOf({ context_size: 2_048, device: 'gpu-cuda', extra_args }, {}, { poolKind: 'vram' });
    const [all, half, none] = [await onCard(''), await onCard('--n-gpu-layers 12'), await onCard('-ngl 0')];
    expect(await onCard('-ngl 99')).toEqual(all);
    const moved = Math.round((12 / 25) * (WEIGHTS_MIB + 24));
    expect(all.mib.gpu - half.mib.gpu).toBeCloseTo(WEIGHTS_MIB + 24 - moved, -1);
    expect(none.mib.system).toBe((await needOf({ context_size: 2_048 })).mib.system);
  });

  it('grows with the context and with the requests at once', async () => {
    const { mib: small } = await needOf({ context_size: 2_048 });
    const { mib: long } = await needOf({ context_size: 32_768 });
    const { mib: wide } = await needOf({ context_size: 2_048, parallel: 4 });
    expect(long.system - small.system).toBe(360 + 30);
    expect(wide.system - small.system).toBe(3 * 24);
  });

  it('is less with a quantised cache', async () => {
    const { mib } = await needOf({ context_size: 32_768, extra_args: '-ctk q8_0 -ctv q8_0' });
    expect(mib.system).toBe(WEIGHTS_MIB + 204 + 70 + 92);
  });

  it.each([
    ['gpu-cuda', 'vram', { system: 100, gpu: WEIGHTS_MIB + 24 + 40 + 256 }],
    ['cpu', 'vram', { system: WEIGHTS_MIB + 24 + 40 + 92, gpu: 0 }],
    ['gpu-vulkan', 'unified', { system: WEIGHTS_MIB + 24 + 40 + 92, gpu: 0 }],
    ['gpu-vulkan', 'system', { system: WEIGHTS_MIB + 24 + 40 + 92, gpu: 0 }],
    ['npu', 'vram', { system: WEIGHTS_MIB + 24 + 40 + 92, gpu: 0 }],
  ] as const)('lies for %s on a box with %s memory where it belongs', async (device, poolKind, expected) => {
    const { mib } = await needOf({ context_size: 2_048, device }, {}, { poolKind });
    expect(mib).toEqual(expected);
  });

  it('is estimated from the file where the format does not tell, and says so', async () => {
    const whisper = { recipe: 'whispercpp', sizeBytes: 100 * 2 ** 20 };
    expect(await needOf({}, whisper, { shape: null })).toEqual({
      mib: { system: 258, gpu: 0 },
      note: 'estimated from the size of its file',
    });
    expect((await needOf({ device: 'gpu-vulkan' }, whisper, { shape: null, poolKind: 'vram' })).mib).toEqual({
      system: 128,
      gpu: 130,
    });
  });

  it('is not known of a model that its backend keeps', async () => {
    const { mib, note } = await needOf({ device: 'npu' }, { path: null, recipe: 'flm' });
    expect(mib).toEqual({ system: 0, gpu: 0 });
    expect(note).toContain('does not tell');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FitRequest } from './fit-result.js';
import { fits } from './fits.js';
import type { ModelShape, ServingPlan } from './model-shape.js';

const GIB = 1024 ** 3;

/** Weights of the usual Q4_K_M files, other numbers from their headers. */
const MODELS = {
  'SmolLM2-135M': {
    weightsBytes: 105_000_000,
    layers: 30,
    embeddingLength: 576,
    heads: 9,
    kvHeads: 3,
    keyLength: 64,
    feedForwardLength: 1536,
    vocabularySize: 49_152,
  },
  'Qwen2.5-0.5B': {
    weightsBytes: 398_000_000,
    layers: 24,
    embeddingLength: 896,
    heads: 14,
    kvHeads: 2,
    keyLength: 64,
    feedForwardLength: 4864,
    vocabularySize: 151_936,
  },
  'Llama-2-7B': {
    weightsBytes: 4_081_000_000,
    layers: 32,
    embeddingLength: 4096,
    heads: 32,
    kvHeads: 32,
    keyLength: 128,
    feedForwardLength: 11_008,
    vocabularySize: 32_000,
  },
  'Llama-3.1-8B': {
    weightsBytes: 4_920_000_000,
    layers: 32,
    embeddingLength: 4096,
    heads: 32,
    kvHeads: 8,
    keyLength: 128,
    feedForwardLength: 14_336,
    vocabularySize: 128_256,
  },
  'Qwen3-4B': {
    weightsBytes: 2_497_000_000,
    layers: 36,
    embeddingLength: 2560,
    heads: 32,
    kvHeads: 8,
    keyLength: 128,
    feedForwardLength: 9728,
    vocabularySize: 151_936,
  },
  'Gemma-3-4B': {
    weightsBytes: 2_490_000_000,
    layers: 34,
    embeddingLength: 2560,
    heads: 8,
    kvHeads: 4,
    keyLength: 256,
    feedForwardLength: 10_240,
    vocabularySize: 262_144,
    slidingWindow: { layers: 29, tokens: 1024 },
  },
  'Qwen3-30B-A3B': {
    weightsBytes: 18_557_000_000,
    layers: 48,
    embeddingLength: 2048,
    heads: 32,
    kvHeads: 4,
    keyLength: 128,
    feedForwardLength: 768,
    expertsUsed: 8,
    vocabularySize: 151_936,
  },
  'demo-chat-2M': {
    weightsBytes: 2_354_048,
    layers: 4,
    embeddingLength: 192,
    heads: 6,
    kvHeads: 6,
    keyLength: 32,
    feedForwardLength: 512,
    vocabularySize: 2048,
  },
  'demo-embed-2M': {
    weightsBytes: 3_019_808,
    layers: 1,
    embeddingLength: 128,
    heads: 4,
    kvHeads: 4,
    keyLength: 32,
    attentionLayers: 0,
    feedForwardLength: 128,
    vocabularySize: 16_384,
  },
} as const satisfies Record<string, ModelShape>;

/**
 * What llama-server 0.7.0 (build 11669, CPU backend, `-lv 4`) printed as "KV buffer size" and "CPU compute buffer size".
 * The demo models are the real files; of the others the shapes are real and the weights are zeros.
 */
const MEASURED: readonly [keyof typeof MODELS, ServingPlan, { kvMib: number; computeMib: number }][] = [
  ['demo-chat-2M', { contextSize: 512 }, { kvMib: 1.5, computeMib: 5.39 }],
  ['demo-chat-2M', { contextSize: 2048 }, { kvMib: 6, computeMib: 6.89 }],
  ['demo-chat-2M', { contextSize: 2048, flashAttention: false }, { kvMib: 6, computeMib: 31.01 }],
  ['demo-embed-2M', { contextSize: 512 }, { kvMib: 0, computeMib: 2.26 }],
  ['SmolLM2-135M', { contextSize: 2048 }, { kvMib: 45, computeMib: 16.64 }],
  ['SmolLM2-135M', { contextSize: 32_768 }, { kvMib: 720, computeMib: 46.64 }],
  ['Qwen2.5-0.5B', { contextSize: 2048 }, { kvMib: 24, computeMib: 39.27 }],
  ['Qwen2.5-0.5B', { contextSize: 32_768 }, { kvMib: 384, computeMib: 69.27 }],
  ['Llama-2-7B', { contextSize: 2048 }, { kvMib: 1024, computeMib: 106.52 }],
  ['Llama-2-7B', { contextSize: 32_768, flashAttention: false }, { kvMib: 16_384, computeMib: 2176.01 }],
  ['Llama-3.1-8B', { contextSize: 8192 }, { kvMib: 1024, computeMib: 132.02 }],
  ['Llama-3.1-8B', { contextSize: 32_768 }, { kvMib: 4096, computeMib: 156.02 }],
  ['Llama-3.1-8B', { contextSize: 8192, kvCacheType: 'q8_0' }, { kvMib: 544, computeMib: 132.1 }],
  ['Llama-3.1-8B', { contextSize: 8192, kvCacheType: 'q4_0' }, { kvMib: 288, computeMib: 132.1 }],
  ['Llama-3.1-8B', { contextSize: 8192, ubatchSize: 2048 }, { kvMib: 1024, computeMib: 528.07 }],
  ['Llama-3.1-8B', { contextSize: 8192, flashAttention: false }, { kvMib: 1024, computeMib: 580.01 }],
  ['Llama-3.1-8B', { contextSize: 32_768, flashAttention: false }, { kvMib: 4096, computeMib: 2164.01 }],
  ['Llama-3.1-8B', { contextSize: 2048, parallel: 4 }, { kvMib: 1024, computeMib: 126.02 }],
  ['Llama-3.1-8B', { contextSize: 1666, parallel: 3 }, { kvMib: 672, computeMib: 126.01 }],
  ['Qwen3-4B', { contextSize: 2048 }, { kvMib: 288, computeMib: 84.02 }],
  ['Qwen3-4B', { contextSize: 32_768 }, { kvMib: 4608, computeMib: 114.02 }],
  ['Gemma-3-4B', { contextSize: 512 }, { kvMib: 68, computeMib: 86.03 }],
  ['Gemma-3-4B', { contextSize: 1024, ubatchSize: 256 }, { kvMib: 136, computeMib: 43.51 }],
  ['Gemma-3-4B', { contextSize: 2048 }, { kvMib: 214, computeMib: 88.53 }],
  ['Gemma-3-4B', { contextSize: 32_768 }, { kvMib: 814, computeMib: 118.53 }],
  ['Gemma-3-4B', { contextSize: 8192, parallel: 4 }, { kvMib: 1336, computeMib: 94.53 }],
  ['Gemma-3-4B', { contextSize: 32_768, flashAttention: false }, { kvMib: 814, computeMib: 616.02 }],
  ['Qwen3-30B-A3B', { contextSize: 2048 }, { kvMib: 192, computeMib: 90.02 }],
  ['Qwen3-30B-A3B', { contextSize: 32_768 }, { kvMib: 3072, computeMib: 120.02 }],
];

const plenty = { system: { headroomMib: 1_000_000, limitedBy: 'memory' } };

const request = (change: Partial<FitRequest> = {}): FitRequest => ({
  model: MODELS['Llama-3.1-8B'],
  plan: { contextSize: 8192 },
  pools: plenty,
  ...change,
});

const systemOf = (headroomMib: number, limitedBy = 'cgroup limit') => ({ system: { headroomMib, limitedBy } });

describe('fits', () => {
  it.each(MEASURED)('agrees with what llama-server takes for %s with %j', (name, plan, measured) => {
    const { kvCacheMib, computeBuffersMib } = fits(request({ model: MODELS[name], plan })).parts;

    expect(kvCacheMib).toBe(Math.ceil(measured.kvMib));
    expect(Math.abs(computeBuffersMib - measured.computeMib)).toBeLessThanOrEqual(1 + 0.01 * measured.computeMib);
  });

  it('counts the files, the projector of a vision model included, as they are', () => {
    expect(fits(request({ model: { ...MODELS['Qwen3-4B'], weightsBytes: 3 * GIB } })).parts.weightsMib).toBe(3072);
  });

  it('counts only the attention layers of a hybrid, and the state of the others for each request', () => {
    const hybrid = { ...MODELS['Llama-3.1-8B'], attentionLayers: 8, recurrentStateBytes: 50 * 1024 * 1024 };

    expect(fits(request({ model: hybrid, plan: { contextSize: 8192 } })).parts.kvCacheMib).toBe(256 + 50);
    expect(fits(request({ model: hybrid, plan: { contextSize: 8192, parallel: 2 } })).parts.kvCacheMib).toBe(612);
  });

  it('says yes with the numbers', () => {
    const result = fits(request({ plan: { contextSize: 32_768 }, pools: systemOf(20_480) }));

    expect(result).toMatchObject({ fits: 'yes', headroomMib: 20_480, limitedBy: 'cgroup limit', largestContext: null });
    expect(result.message).toBe(
      'needs 8.8 GiB: weights 4.6, KV cache 4.0 at 32,768 tokens, compute 0.2, overhead 0.1; 20.0 GiB are free (cgroup limit)',
    );
  });

  it('says tight when less than the margin is left', () => {
    const { needMib } = fits(request());

    expect(fits(request({ pools: systemOf(needMib + 512) })).fits).toBe('yes');
    const tight = fits(request({ pools: systemOf(needMib + 511) }));
    expect(tight.fits).toBe('tight');
    expect(tight.message).toContain('leaves next to nothing');
    expect(fits(request({ pools: systemOf(needMib), marginMib: 0 })).fits).toBe('yes');
    expect(fits(request({ pools: systemOf(needMib - 1), marginMib: 0 })).fits).toBe('no');
  });

  it('says no with the largest context that would do', () => {
    const result = fits(request({ plan: { contextSize: 131_072, parallel: 2 }, pools: systemOf(16_384, 'memory') }));

    expect(result).toMatchObject({ fits: 'no', largestContext: 45_568 });
    expect(result.message).toBe(
      'needs 36.9 GiB: weights 4.6, KV cache 32.0 at 2 × 131,072 tokens, compute 0.2, overhead 0.1; ' +
        '16.0 GiB are free (memory). It would fit with a context of 45,568 tokens',
    );
  });

  it('says no without a way out when the weights alone are too much', () => {
    const result = fits(request({ pools: systemOf(4096) }));

    expect(result).toMatchObject({ fits: 'no', largestContext: null });
    expect(result.message).toContain('No context is small enough');
  });

  it('speaks in MiB of a small model', () => {
    expect(fits(request({ model: MODELS['SmolLM2-135M'], plan: { contextSize: 2048 } })).message).toContain(
      'needs 226 MiB: weights 101, KV cache 45 at 2,048 tokens, compute 17, overhead 63',
    );
  });

  it('divides a model between the GPU and system memory as its layers are, and names the pool that is too small', () => {
    const pools = {
      system: { headroomMib: 32_768, limitedBy: 'memory' },
      gpu: { headroomMib: 6144, limitedBy: 'VRAM' },
    };
    const whole = fits(request({ plan: { contextSize: 16_384 }, pools }));
    const half = fits(request({ plan: { contextSize: 16_384 }, pools, gpuLayers: 16 }));

    expect(whole).toMatchObject({ fits: 'no', limitedBy: 'VRAM', pools: [{ name: 'gpu' }, { name: 'system' }] });
    expect(whole.message).toMatch(
      /GPU memory: 7\.\d GiB of 6\.0 GiB free \(VRAM\), system memory: \d+ MiB of 32\.0 GiB/,
    );
    expect(half.fits).toBe('yes');
    const [gpu, system] = half.pools;
    expect(gpu!.needMib / half.needMib).toBeCloseTo(0.5, 1);
    expect(gpu!.needMib + system!.needMib).toBe(half.needMib);
  });

  it('leaves the GPU alone when no layer goes there', () => {
    const pools = { ...plenty, gpu: { headroomMib: 0, limitedBy: 'VRAM' } };

    expect(fits(request({ pools, gpuLayers: 0 }))).toEqual(fits(request()));
  });

  it.each([
    { model: { ...MODELS['Qwen3-4B'], weightsBytes: -1 } },
    { model: { ...MODELS['Qwen3-4B'], heads: 0 } },
    { model: { ...MODELS['Qwen3-4B'], vocabularySize: Number.NaN } },
    { plan: { contextSize: 0 } },
    { plan: { contextSize: Infinity } },
    { pools: systemOf(-1) },
  ])('refuses %j', (change) => {
    expect(() => fits(request(change))).toThrow(RangeError);
  });
});

describe('fits, for any model', () => {
  const model: fc.Arbitrary<ModelShape> = fc.record({
    weightsBytes: fc.integer({ min: 1, max: 200 * GIB }),
    layers: fc.integer({ min: 1, max: 128 }),
    embeddingLength: fc.integer({ min: 1, max: 256 }).map((n) => n * 64),
    heads: fc.integer({ min: 1, max: 128 }),
    kvHeads: fc.integer({ min: 0, max: 128 }),
    keyLength: fc.integer({ min: 1, max: 16 }).map((n) => n * 32),
    feedForwardLength: fc.integer({ min: 1, max: 60_000 }),
    expertsUsed: fc.constantFrom(0, 2, 8),
    slidingWindow: fc.record({ layers: fc.integer({ min: 0, max: 128 }), tokens: fc.integer({ min: 1, max: 8192 }) }),
  });
  const plan: fc.Arbitrary<ServingPlan> = fc.record({
    contextSize: fc.integer({ min: 1, max: 1_048_576 }),
    parallel: fc.integer({ min: 1, max: 16 }),
    kvCacheType: fc.constantFrom('f16', 'q8_0', 'q4_0'),
    ubatchSize: fc.integer({ min: 1, max: 4096 }),
    flashAttention: fc.boolean(),
  });
  const growth = fc.integer({ min: 1, max: 100_000 });
  const need = (model: ModelShape, plan: ServingPlan) => fits({ model, plan, pools: plenty }).needMib;

  it('needs no less when the context, the layers or the weights grow', () => {
    fc.assert(
      fc.property(model, plan, growth, (m, p, more) => {
        const before = need(m, p);
        expect(need(m, { ...p, contextSize: p.contextSize + more })).toBeGreaterThanOrEqual(before);
        expect(need({ ...m, layers: m.layers + (more % 64) }, p)).toBeGreaterThanOrEqual(before);
        expect(need({ ...m, weightsBytes: m.weightsBytes + more * 1024 }, p)).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('adds up: parts, pools and the need', () => {
    const pools = { ...plenty, gpu: { headroomMib: 24_000, limitedBy: 'VRAM' } };
    fc.assert(
      fc.property(model, plan, fc.integer({ min: 0, max: 130 }), (m, p, gpuLayers) => {
        const { parts, pools: each, needMib } = fits({ model: m, plan: p, pools, gpuLayers });
        const { weightsMib, kvCacheMib, computeBuffersMib, overheadMib } = parts;
        expect(weightsMib + kvCacheMib + computeBuffersMib + overheadMib).toBe(needMib);
        expect(each.reduce((sum, pool) => sum + pool.needMib, 0)).toBe(needMib);
      }),
    );
  });

  it('finds a context that fits, while 256 tokens more do not', () => {
    let found = 0;
    fc.assert(
      fc.property(model, plan, fc.double({ min: 0.05, max: 0.99, noNaN: true }), (m, p, part) => {
        const pools = systemOf(Math.floor(need(m, p) * part));
        const { fits: verdict, largestContext } = fits({ model: m, plan: p, pools });
        expect(verdict).toBe('no');
        const verdictWith = (contextSize: number) => fits({ model: m, plan: { ...p, contextSize }, pools }).fits;
        if (largestContext === null) {
          expect(verdictWith(Math.min(256, p.contextSize))).toBe('no');
          return;
        }
        found++;
        expect(largestContext).toBeLessThan(p.contextSize);
        expect(verdictWith(largestContext)).not.toBe('no');
        expect(verdictWith(largestContext + 256)).toBe('no');
      }),
    );
    expect(found).toBeGreaterThan(0);
  });
});

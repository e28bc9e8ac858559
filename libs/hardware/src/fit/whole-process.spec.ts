import { describe, expect, it } from '@jest/globals';
import { fileNeed } from './file-need.js';
import { fits } from './fits.js';
import type { ModelShape, ServingPlan } from './model-shape.js';

const CHAT: ModelShape = {
  weightsBytes: 2_354_048,
  layers: 4,
  embeddingLength: 192,
  heads: 6,
  kvHeads: 6,
  feedForwardLength: 512,
  vocabularySize: 2048,
};
const EMBED: ModelShape = {
  weightsBytes: 3_019_808,
  layers: 1,
  embeddingLength: 128,
  heads: 4,
  kvHeads: 4,
  attentionLayers: 0,
  feedForwardLength: 128,
  vocabularySize: 16_384,
};
const RERANK: ModelShape = { ...EMBED, weightsBytes: 3_307_584 };

/**
 * The most memory that llama-server 0.7.0 (build 11669, CPU) had in use, as the kernel counts it (`VmHWM`), after requests
 * that nearly fill the context, with the demo models. A small model is nearly all overhead.
 */
const PEAKS_MIB: readonly [string, ModelShape, ServingPlan, number][] = [
  ['chat, 512 tokens', CHAT, { contextSize: 512 }, 30.9],
  ['chat, 2048 tokens', CHAT, { contextSize: 2048 }, 38.4],
  ['chat, 4 × 2048 tokens', CHAT, { contextSize: 2048, parallel: 4 }, 57.1],
  ['embedding, 512 tokens', EMBED, { contextSize: 512 }, 30.6],
  ['reranking, 512 tokens', RERANK, { contextSize: 512 }, 31.2],
];
/** What the overhead is rounded up by, so that the process of a large model fits as well. */
const MOST_TOO_MUCH_MIB = 32;

describe('the estimate of a whole process', () => {
  it.each(PEAKS_MIB)('is enough for %s, and not much too much', (_what, model, plan, peakMib) => {
    const { needMib } = fits({ model, plan, pools: { system: { headroomMib: 10_000, limitedBy: 'memory' } } });
    expect(needMib).toBeGreaterThanOrEqual(peakMib);
    expect(needMib - peakMib).toBeLessThanOrEqual(MOST_TOO_MUCH_MIB);
  });

  // Files and memory as the table in whisper.cpp's README has them; the demo model as measured (VmHWM of whisper-server).
  it.each([
    ['the demo', 7.4, 58],
    ['tiny', 75, 273],
    ['base', 142, 388],
    ['small', 466, 852],
    ['medium', 1_536, 2_150],
    ['large', 2_970, 3_994],
  ])('is about right for %s of whisper.cpp, of which only the size is known', (_what, fileMib, usedMib) => {
    const { modelMib, programMib } = fileNeed(fileMib * 2 ** 20);
    const ratio = (modelMib + programMib) / usedMib;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(usedMib < 100 ? 2.5 : 1.1);
  });
});

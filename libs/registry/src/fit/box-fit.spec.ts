import type { MemoryPools, ModelShape } from '@hal0/hardware';
import { describe, expect, it } from '@jest/globals';
import { boxFit, type FitSubject } from './box-fit.js';

const GIB = 2 ** 30;

const LLAMA_8B: ModelShape = {
  weightsBytes: 4_920_000_000,
  layers: 32,
  embeddingLength: 4096,
  heads: 32,
  kvHeads: 8,
  keyLength: 128,
  feedForwardLength: 14_336,
  vocabularySize: 128_256,
};
const llama: FitSubject = { type: 'llm', sizeBytes: 4_920_000_000, shape: LLAMA_8B, contextLength: 131_072 };

const main = (limitGib: number, freeGib = limitGib): MemoryPools => ({
  system: { limitMib: limitGib * 1024, freeMib: freeGib * 1024, limitedBy: 'main memory' },
  gpu: null,
});
const card = (gib: number, systemGib = 32): MemoryPools => ({
  ...main(systemGib),
  gpu: { limitMib: gib * 1024, freeMib: gib * 1024, limitedBy: 'memory of the GPU' },
});

describe('whether a box can run a model', () => {
  it('is yes with the numbers, and with the context that it has room for', () => {
    expect(boxFit(llama, main(16))).toEqual({
      fits: 'yes',
      needMib: 5_418,
      largestContext: 78_080,
      message: 'needs 5.3 GiB of 16.0 GiB (main memory)',
    });
    expect(boxFit(llama, main(64)).largestContext).toBe(131_072);
  });

  it('is tight when nothing is left for others', () => {
    expect(boxFit(llama, main(5.5))).toMatchObject({
      fits: 'tight',
      message: expect.stringContaining('next to nothing'),
    });
  });

  it('is no when it takes more than there is', () => {
    expect(boxFit(llama, main(5))).toMatchObject({
      fits: 'no',
      largestContext: null,
      message:
        'needs 5.3 GiB, and there are 5.0 GiB (main memory). Take a smaller model, or one that is quantised further',
    });
  });

  it('does not depend on what is loaded now, but says so', () => {
    expect(boxFit(llama, main(16, 2))).toMatchObject({
      fits: 'yes',
      message: 'needs 5.3 GiB of 16.0 GiB (main memory); only 2.0 GiB are free now',
    });
  });

  it('is about the memory of a card where there is one', () => {
    expect(boxFit(llama, card(8))).toMatchObject({
      fits: 'yes',
      message: expect.stringContaining('(memory of the GPU)'),
    });
    expect(boxFit(llama, card(4))).toMatchObject({
      fits: 'tight',
      message: expect.stringContaining('too large for the 4.0 GiB of the card'),
    });
    expect(boxFit(llama, card(4, 4)).fits).toBe('no');
  });

  it('counts the projector, and a whole text of a model that reads', () => {
    expect(boxFit({ ...llama, sizeBytes: llama.sizeBytes + GIB }, main(16)).needMib).toBe(5_418 + 1_024);
    const reader = { ...llama, type: 'embedding' } as const;
    expect(boxFit(reader, main(64)).needMib).toBeGreaterThan(boxFit(llama, main(64)).needMib + 512 + 1_000);
  });

  it('goes by the size of the files where nothing else is known', () => {
    const whisper: FitSubject = { type: 'transcription', sizeBytes: 1.6 * GIB, shape: null, contextLength: null };
    expect(boxFit(whisper, main(16))).toEqual({
      fits: 'yes',
      needMib: 2_130 + 128,
      largestContext: null,
      message: 'needs about 2.2 GiB of 16.0 GiB (main memory)',
    });
    expect(boxFit({ ...whisper, sizeBytes: 48 * GIB }, main(64)).fits).toBe('yes');
    expect(boxFit(whisper, main(2)).fits).toBe('no');
    expect(boxFit(whisper, card(4, 1)).fits).toBe('yes');
  });
});

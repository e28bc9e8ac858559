import { describe, expect, it } from '@jest/globals';
import { sampleGpu } from '../../testing/sample-gpu.js';
import { inferenceGpus } from './inference-gpus.js';

const order = (...gpus: Parameters<typeof sampleGpu>[0][]) =>
  inferenceGpus(gpus.map(sampleGpu)).map(({ name }) => name);

const strixHalo = {
  name: 'strix halo',
  vendor: 'amd',
  pciId: '1002:1586',
  integrated: true,
  vramMib: 512,
  gttMib: 98_304,
} as const;
const raphael = {
  name: 'raphael',
  vendor: 'amd',
  pciId: '1002:164e',
  integrated: true,
  vramMib: 512,
  gttMib: 65_536,
} as const;
const rtx3090 = { name: '3090', vendor: 'nvidia', vramMib: 24_576 } as const;

describe('inferenceGpus', () => {
  it('prefers a card to small graphics, however much those may map', () => {
    expect(order(raphael, rtx3090)).toEqual(['3090', 'raphael']);
  });

  it('treats Strix Halo like a card: the larger memory comes first', () => {
    expect(order(rtx3090, strixHalo)).toEqual(['strix halo', '3090']);
    expect(order({ ...strixHalo, gttMib: 16_384 }, rtx3090)).toEqual(['3090', 'strix halo']);
  });

  it('leaves out what shows pictures only, what nobody knows and what cannot be reached', () => {
    expect(
      order({ displayOnly: true, vendor: 'amd' }, { vendor: 'unknown' }, { ...rtx3090, reachable: false }),
    ).toEqual([]);
  });
});

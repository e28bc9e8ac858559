import type { FitRequest } from './fit-result.js';

/** @throws RangeError naming the first number that cannot be. */
export function checkNumbers({ model, plan, pools, gpuLayers, marginMib }: FitRequest): void {
  atLeast(1, {
    layers: model.layers,
    embeddingLength: model.embeddingLength,
    heads: model.heads,
    contextSize: plan.contextSize,
    parallel: plan.parallel,
    ubatchSize: plan.ubatchSize,
  });
  atLeast(0, {
    weightsBytes: model.weightsBytes,
    kvHeads: model.kvHeads,
    keyLength: model.keyLength,
    valueLength: model.valueLength,
    feedForwardLength: model.feedForwardLength,
    expertsUsed: model.expertsUsed,
    vocabularySize: model.vocabularySize,
    attentionLayers: model.attentionLayers,
    windowLayers: model.slidingWindow?.layers,
    windowTokens: model.slidingWindow?.tokens,
    recurrentStateBytes: model.recurrentStateBytes,
    promptCacheMib: plan.promptCacheMib,
    systemHeadroomMib: pools.system.headroomMib,
    gpuHeadroomMib: pools.gpu?.headroomMib,
    gpuLayers,
    marginMib,
  });
}

function atLeast(least: number, numbers: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined || (Number.isFinite(value) && value >= least)) continue;
    throw new RangeError(`${name} is ${value}; it must be a number of at least ${least}.`);
  }
}

import { SlotSettings } from '@hal0/config';
import type { ModelDefaults } from '@hal0/registry';

/** Fields of a slot that its model may have a word about. */
export const MODEL_FIELDS = ['contextSize', 'parallel', 'extraArgs'] as const;
export type ModelField = (typeof MODEL_FIELDS)[number];

/** llama-server's word for the layers that the graphics card computes, under all of its names. */
const GPU_LAYERS = /(?:^|\s)(?:-ngl|--gpu-layers|--n-gpu-layers)(?=[\s=]|$)/;

/**
 * A record with what its model says, below what the slot and its profile say.
 * @param isSaid whether one of them speaks of a field
 */
export function withModelDefaults(
  record: SlotSettings,
  { contextSize, parallel, gpuLayers }: ModelDefaults,
  isSaid: (field: keyof SlotSettings) => boolean,
): { record: SlotSettings; fields: readonly ModelField[] } {
  const fields: ModelField[] = [];
  const changes: Partial<SlotSettings> = {};
  if (contextSize !== undefined && !isSaid('context_size')) {
    changes.context_size = contextSize;
    fields.push('contextSize');
  }
  if (parallel !== undefined && !isSaid('parallel')) {
    changes.parallel = parallel;
    fields.push('parallel');
  }
  // Further arguments of the slot stay: what a graphics card holds of the model is another matter.
  const { extra_args = '', device } = record;
  if (gpuLayers !== undefined && device.startsWith('gpu-') && !GPU_LAYERS.test(extra_args)) {
    changes.extra_args = `${extra_args} --n-gpu-layers ${gpuLayers}`.trim();
    fields.push('extraArgs');
  }
  return fields.length ? { record: Object.assign(new SlotSettings(), record, changes), fields } : { record, fields };
}

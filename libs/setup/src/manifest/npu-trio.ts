import type { BundleManifest } from './bundle-manifest.js';
import type { BundleModel } from './bundle-model.js';
import type { BundleSlot } from './bundle-slot.js';

/** What FastFlowLM runs side by side in about 2 GB. Source: reference 2.9, measured on the reference box. */
const MODELS: readonly BundleModel[] = [
  { id: 'gemma3-1b-flm', type: 'llm', checkpoint: 'gemma3:1b', sizeBytes: 0 },
  { id: 'whisper-v3-turbo-flm', type: 'transcription', checkpoint: 'whisper-v3:turbo', sizeBytes: 0 },
  { id: 'embed-gemma-300m-flm', type: 'embedding', checkpoint: 'embed-gemma:300m', sizeBytes: 0 },
];

const SLOTS: readonly BundleSlot[] = [
  { slot: 'agent', model: 'gemma3-1b-flm', device: 'npu' },
  { slot: 'stt-npu', model: 'whisper-v3-turbo-flm', device: 'npu' },
  { slot: 'embed-npu', model: 'embed-gemma-300m-flm', device: 'npu' },
];

/** The slots that are there when FastFlowLM is. */
export const NPU_SLOTS: readonly string[] = SLOTS.map(({ slot }) => slot);

/** The same bundle with chat, transcription and embedding on the NPU as well. */
export function withNpuTrio(manifest: BundleManifest): BundleManifest {
  return { ...manifest, models: [...manifest.models, ...MODELS], slots: [...manifest.slots, ...SLOTS] };
}

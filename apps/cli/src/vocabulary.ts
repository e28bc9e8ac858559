import type { Device, ModelType } from '@hal0/config';

// Written out, because importing the library costs more time than the command; the types keep them complete.
const TYPES: Record<ModelType, true> = {
  llm: true,
  embedding: true,
  reranking: true,
  transcription: true,
  tts: true,
  image: true,
};

const DEVICE_NAMES: Record<Device, true> = {
  'gpu-rocm': true,
  'gpu-vulkan': true,
  'gpu-cuda': true,
  cpu: true,
  npu: true,
};

export const MODEL_TYPES = Object.keys(TYPES);
export const DEVICES = Object.keys(DEVICE_NAMES);

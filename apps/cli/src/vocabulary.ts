import type { RequestOutcome } from '@hal0/activity';
import type { Device, FallbackCause, ModelType } from '@hal0/config';
import type { ModelState } from '@hal0/registry';

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

const CAUSES: Record<FallbackCause, true> = {
  unavailable: true,
  rate_limited: true,
  context_length: true,
};

const OUTCOME_NAMES: Record<RequestOutcome, true> = { completed: true, failed: true, abandoned: true };

const STATES: Record<ModelState, true> = { ready: true, missing: true, damaged: true };

export const MODEL_TYPES = Object.keys(TYPES);
export const DEVICES = Object.keys(DEVICE_NAMES);
export const FALLBACK_CAUSES = Object.keys(CAUSES);
export const OUTCOMES = Object.keys(OUTCOME_NAMES);
export const MODEL_STATES = Object.keys(STATES);

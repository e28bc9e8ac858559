import type { FlmRecipe, ModelType } from '../../api/models';

/** What a model can be, in the order of the slots. */
export const MODEL_TYPES: readonly ModelType[] = ['llm', 'embedding', 'reranking', 'transcription', 'tts', 'image'];

/** The recipe whose models stand in no file of hal0's: FastFlowLM, on the NPU. */
export const FLM: FlmRecipe = 'flm';
/** What FastFlowLM serves. */
export const FLM_TYPES: readonly ModelType[] = ['llm', 'embedding', 'transcription'];

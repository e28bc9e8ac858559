/** Lemonade's own vocabulary; hal0 does not invent a second one. Source: seed readme, "Slots". */
export const MODEL_TYPES = ['llm', 'embedding', 'reranking', 'transcription', 'tts', 'image'] as const;
export type ModelType = (typeof MODEL_TYPES)[number];

export const DEVICES = ['gpu-rocm', 'gpu-vulkan', 'gpu-cuda', 'cpu', 'npu'] as const;
export type Device = (typeof DEVICES)[number];

/** Which releases `hal0 update` offers. Source: reference 6.1. */
export const UPDATE_CHANNELS = ['stable', 'preview', 'nightly'] as const;
export type UpdateChannel = (typeof UPDATE_CHANNELS)[number];

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** For what a client needs an API key: for nothing, for requests to models, or for everything. */
export const KEY_REQUIREMENTS = ['off', 'inference', 'all'] as const;
export type KeyRequirement = (typeof KEY_REQUIREMENTS)[number];

/** Who starts and watches lemond. */
export const LEMONADE_MODES = ['process', 'systemd'] as const;
export type LemonadeMode = (typeof LEMONADE_MODES)[number];

/**
 * Why the next target of a chain is tried: the one before is away, failed or timed out; it said that there are too many
 * requests; the conversation is too long for its model.
 */
export const FALLBACK_CAUSES = ['unavailable', 'rate_limited', 'context_length'] as const;
export type FallbackCause = (typeof FALLBACK_CAUSES)[number];

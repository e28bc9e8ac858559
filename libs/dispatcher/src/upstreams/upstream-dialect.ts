/** Dialects that a provider may speak. */
export const UPSTREAM_DIALECTS = ['openai', 'anthropic'] as const;
export type UpstreamDialect = (typeof UPSTREAM_DIALECTS)[number];

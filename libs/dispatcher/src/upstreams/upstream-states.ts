/** `no_key`: the secret that is to hold its key is not set. */
export const UPSTREAM_STATES = ['unknown', 'healthy', 'failing', 'disabled', 'no_key'] as const;
export type UpstreamState = (typeof UPSTREAM_STATES)[number];

/** Path in front of everything of hal0's; empty for none. */
export const GATEWAY_PREFIX = Symbol('GATEWAY_PREFIX');

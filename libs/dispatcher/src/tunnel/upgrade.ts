import type { EarlyBytes } from './early-bytes.js';

/** What the two ends of a tunnel say to each other, message by message. */
export interface TunnelProtocol {
  /** What the model server is told of a client's message, and what the client is answered at once. */
  fromClient(text: string): { forward?: string; answer?: string };
  /** What the client is told of a model server's message; undefined for nothing. */
  fromServer(text: string): string | undefined;
}

/** Which slot a tunnel leads to. */
export interface TunnelEnd {
  readonly slot: string;
  /** As the model server calls it. */
  readonly model: string;
}

/** The client's wish to speak WebSocket in place of HTTP. Source: RFC 6455, section 4. */
export interface Upgrade {
  readonly connection: EarlyBytes;
  /** Headers of the 101 answer, as a flat list of names and values. */
  readonly headers: readonly string[];
  /** Path of the model server's own WebSocket. */
  pathFor(model: string): string;
  protocolFor(end: TunnelEnd): TunnelProtocol;
}

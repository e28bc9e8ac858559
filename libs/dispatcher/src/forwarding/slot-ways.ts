import type { HttpPools, HttpSender } from '@hal0/platform';
import type { RuntimeEndpoint, Slot } from '@hal0/slots';
import type { Readable } from 'node:stream';
import type { InferenceRequest } from '../inference-request.js';
import { openAiGrammar } from '../relay/stream-grammar.js';
import type { Way } from './way.js';

/** One way to a loaded model. */
interface Connection {
  plain: HttpSender;
  stream: HttpSender;
  headers: readonly string[];
  /** A model's own server has one model, which need not be named to it. */
  isOwnServer: boolean;
}

/** The ways to the models of slots. */
export class SlotWays {
  private readonly connections = new WeakMap<RuntimeEndpoint, Connection>();

  constructor(private readonly pools: HttpPools) {}

  to(slot: Slot, endpoint: RuntimeEndpoint, request: InferenceRequest): Way {
    const { plain, stream, headers, isOwnServer } = this.connectionTo(endpoint);
    return {
      source: { name: slot.name, isSlot: true, grammar: openAiGrammar },
      pool: request.stream ? stream : plain,
      path: request.path,
      headers: [...headers, 'content-type', request.body.contentType],
      silenceMs: 0,
      body: () => bodyFor(isOwnServer, request, slot),
      isNative: false,
    };
  }

  /** A text as the slot's model reads it, with what it sets around every text. @throws when its server does not tell */
  async tokensOf(slot: Slot, endpoint: RuntimeEndpoint, text: string): Promise<readonly number[]> {
    const { headers, isOwnServer } = this.connectionTo(endpoint);
    const { body } = await this.pools.calls(endpoint.backendOrigin ?? endpoint.origin).request({
      path: isOwnServer ? '/tokenize' : '/v1/tokenize',
      method: 'POST',
      headers: [...headers, 'content-type', 'application/json'],
      body: JSON.stringify({ model: slot.record.model, content: text, add_special: true }),
    });
    const { tokens } = (await body.json()) as { tokens?: unknown };
    if (!Array.isArray(tokens)) throw new Error('no tokens in the answer');
    return tokens as number[];
  }

  /**
   * To the model's own server where it speaks OpenAI's dialect, else through lemond. Never through lemond because that
   * server is away: lemond would load the model by itself, with options of its own.
   */
  private connectionTo(endpoint: RuntimeEndpoint): Connection {
    let connection = this.connections.get(endpoint);
    if (!connection) {
      const { origin, backendOrigin, headers } = endpoint;
      connection = backendOrigin === null ? this.throughLemond(origin, headers) : this.toBackend(backendOrigin);
      this.connections.set(endpoint, connection);
    }
    return connection;
  }

  /** The model's own server keeps its connections and stops when a request is dropped (ADR 6). */
  private toBackend(origin: string): Connection {
    const pool = this.pools.local(origin);
    return { plain: pool, stream: pool, headers: [], isOwnServer: true };
  }

  private throughLemond(origin: string, headers: RuntimeEndpoint['headers']): Connection {
    return {
      plain: this.pools.calls(origin),
      stream: this.pools.streams(origin),
      headers: Object.entries(headers).flat(),
      isOwnServer: false,
    };
  }
}

/**
 * llama-server answers chats under its own name for the model, but embeddings and rankings under the name that the
 * request says.
 */
function bodyFor(isOwnServer: boolean, { type, body }: InferenceRequest, slot: Slot): Buffer | Readable {
  return isOwnServer && type === 'llm' ? body.unchanged() : body.forModel(slot.record.model);
}

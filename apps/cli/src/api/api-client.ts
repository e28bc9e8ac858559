import { once } from 'node:events';
import type { Agent, IncomingMessage, request as Request } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { ApiAnswerError, ApiAwayError } from '../cli.errors.js';

const CONNECT_TIMEOUT_MS = 5_000;
const NO_CONTENT = 204;

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Beside those that every request has. */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

export interface Credentials {
  /** Says who is calling. */
  key: string | undefined;
  /** Shows that a box that nobody has set up yet is the caller's. */
  setupCode?: string | undefined;
}

/**
 * Calls hal0's HTTP API; what it throws is ready to be shown. Node's own client, because others take longer to load than
 * the API to answer. There is no limit on the answer: a model may take minutes to load before its first word.
 */
export class ApiClient {
  private agent: Agent | undefined;

  /** @param base address of the API, ending in a slash */
  constructor(
    private readonly base: URL,
    private readonly credentials: Credentials,
  ) {}

  /** The parsed JSON answer; undefined for an answer without a body. @throws ApiAwayError, ApiAnswerError */
  async call<T>(path: string, options: CallOptions = {}): Promise<T> {
    const answer = await this.send(path, options);
    const text = await this.whole(answer, options.signal);
    return answer.statusCode === NO_CONTENT ? (undefined as T) : this.parse<T>(text);
  }

  /** The body as it arrives. @throws ApiAwayError, ApiAnswerError */
  async *stream(path: string, options: CallOptions): AsyncGenerator<string> {
    const answer = await this.send(path, options);
    answer.setEncoding('utf8');
    try {
      for await (const text of answer) yield text as string;
    } catch (error) {
      throw this.broken(error, options.signal);
    }
  }

  close(): void {
    this.agent?.destroy();
  }

  private async send(path: string, options: CallOptions): Promise<IncomingMessage> {
    const answer = await this.request(path, options);
    const { statusCode = 0 } = answer;
    if (statusCode < 400) return answer;
    throw refusal(statusCode, await this.whole(answer, options.signal), this.base.origin);
  }

  private async request(
    path: string,
    { method = 'GET', body, headers: further, signal }: CallOptions,
  ): Promise<IncomingMessage> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...further,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...this.proof(method),
    };
    try {
      const { request, agent } = await this.transport();
      const outgoing = request(new URL(path, this.base), { method, headers, agent, signal });
      outgoing.once('socket', (socket) => {
        if (!socket.connecting) return;
        socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('no answer within 5 s')));
        socket.once('connect', () => socket.setTimeout(0));
      });
      outgoing.end(text);
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw new ApiAwayError(this.base.origin, reasonOf(error));
    }
  }

  /** The setup code goes with changes alone, which are all that it is asked for. */
  private proof(method: string): Record<string, string> {
    const { key, setupCode } = this.credentials;
    return {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(setupCode === undefined || method === 'GET' ? {} : { 'x-hal0-setup-code': setupCode }),
    };
  }

  private async transport(): Promise<{ request: typeof Request; agent: Agent }> {
    const http = this.base.protocol === 'https:' ? await import('node:https') : await import('node:http');
    this.agent ??= new http.Agent({ keepAlive: true });
    return { request: http.request, agent: this.agent };
  }

  private async whole(answer: IncomingMessage, signal: AbortSignal | undefined): Promise<string> {
    try {
      return await readAll(answer);
    } catch (error) {
      throw this.broken(error, signal);
    }
  }

  private broken(error: unknown, signal: AbortSignal | undefined): Error {
    signal?.throwIfAborted();
    return new ApiAwayError(this.base.origin, `the connection broke: ${reasonOf(error)}`);
  }

  private parse<T>(text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiAwayError(this.base.origin, 'what answers there is not hal0');
    }
  }
}

/** hal0's own error envelope, or the word that something else is answering. */
function refusal(status: number, text: string, origin: string): Error {
  try {
    const { error } = JSON.parse(text) as {
      error: { code: string; message: string; details?: Record<string, unknown> };
    };
    if (typeof error.code === 'string') return new ApiAnswerError(error.code, error.message, error.details);
  } catch {
    // Not hal0's words.
  }
  return new ApiAwayError(origin, `what answers there is not hal0: HTTP ${status}`);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  const words: Record<string, string> = {
    ECONNREFUSED: 'connection refused',
    ENOTFOUND: 'the name is not known',
    EHOSTUNREACH: 'there is no way to that address',
    ECONNRESET: 'the connection was closed',
  };
  if (/^(EPROTO$|ERR_SSL_)/.test(code ?? '')) return 'it does not speak https; try http:// in its address';
  return words[code ?? ''] ?? message;
}

import { Agent, request, type Dispatcher } from 'undici';
import { ApiAnswerError, ApiAwayError } from '../cli.errors.js';

const CONNECT_TIMEOUT_MS = 5_000;

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/** Calls hal0's HTTP API; what it throws is ready to be shown. */
export class ApiClient {
  // No limit on the answer: a model may take minutes to load before its first word.
  private readonly agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, headersTimeout: 0, bodyTimeout: 0 });

  /** @param base address of the API, ending in a slash */
  constructor(private readonly base: URL) {}

  /** The parsed JSON answer. @throws ApiAwayError, ApiAnswerError */
  async call<T>(path: string, options: CallOptions = {}): Promise<T> {
    const { body } = await this.send(path, options);
    return this.parse<T>(await body.text());
  }

  /** The body as it arrives. @throws ApiAwayError, ApiAnswerError */
  async *stream(path: string, options: CallOptions): AsyncGenerator<string> {
    const { body } = await this.send(path, options);
    body.setEncoding('utf8');
    try {
      for await (const text of body) yield text as string;
    } catch (error) {
      options.signal?.throwIfAborted();
      throw new ApiAwayError(this.base.origin, `the connection broke: ${reasonOf(error)}`);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async send(path: string, { method = 'GET', body, signal }: CallOptions): Promise<Dispatcher.ResponseData> {
    const answer = await this.request(path, method, body, signal);
    if (answer.statusCode < 400) return answer;
    throw refusal(answer.statusCode, await answer.body.text(), this.base.origin);
  }

  private async request(
    path: string,
    method: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await request(new URL(path, this.base), {
        method,
        dispatcher: this.agent,
        signal,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new ApiAwayError(this.base.origin, reasonOf(error));
    }
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
    UND_ERR_CONNECT_TIMEOUT: 'no answer within 5 s',
    UND_ERR_SOCKET: 'the connection was closed',
    ECONNRESET: 'the connection was closed',
  };
  return words[code ?? ''] ?? message;
}

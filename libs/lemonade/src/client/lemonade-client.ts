import type { HttpPools } from '@hal0/platform';
import { LemonadeBusyError, LemonadeRequestFailedError, LemonadeUnavailableError } from '../lemonade.errors.js';
import { parseErrorBody, type LemonadeErrorBody } from './lemonade-error-body.js';

/** `/health` waits while lemond unloads or evicts; whoever asks does not (contract, 3.1). */
const STATE_LIMIT_MS = 2_000;
const LIVE_LIMIT_MS = 1_000;
/** An unload takes some two seconds and waits for the running request. */
const UNLOAD_LIMIT_MS = 120_000;

interface Answer {
  status: number;
  text: string;
}

/** Body of `POST /load`; absent fields are left out, older versions choke on null. */
export interface LoadBody {
  model_name: string;
  pinned: boolean;
  ctx_size?: number;
  llamacpp_backend?: string;
  llamacpp_args?: string;
  whispercpp_args?: string;
}

/** The calls hal0 makes to one lemond; inference is forwarded by others. */
export class LemonadeClient {
  constructor(
    private readonly pools: HttpPools,
    readonly origin: string,
    /** Credentials for the API; none for a lemond that somebody else runs without. */
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** Whether lemond answers at all, even while it is blocked otherwise. */
  async isLive(): Promise<boolean> {
    try {
      const { status } = await this.send('GET', '/live', undefined, AbortSignal.timeout(LIVE_LIMIT_MS));
      return status < 500;
    } catch {
      return false;
    }
  }

  /** @throws LemonadeBusyError when it does not answer within 2 s; LemonadeUnavailableError */
  health(): Promise<unknown> {
    return this.json('GET', '/api/v1/health', undefined, AbortSignal.timeout(STATE_LIMIT_MS));
  }

  models(): Promise<unknown> {
    return this.json('GET', '/api/v1/models', undefined, AbortSignal.timeout(STATE_LIMIT_MS));
  }

  /** Counters of the last request and totals. */
  stats(): Promise<unknown> {
    return this.json('GET', '/api/v1/stats', undefined, AbortSignal.timeout(STATE_LIMIT_MS));
  }

  /** Asking for a name lemond does not know makes it read user_models.json again. */
  async knows(modelName: string): Promise<boolean> {
    const { status } = await this.send(
      'GET',
      `/api/v1/models/${encodeURI(modelName)}`,
      undefined,
      AbortSignal.timeout(STATE_LIMIT_MS),
    );
    return status === 200;
  }

  /** Undefined when loaded, else lemond's reason. Takes as long as the model needs. */
  async load(body: LoadBody, signal: AbortSignal): Promise<LemonadeErrorBody | undefined> {
    const { status, text } = await this.send('POST', '/api/v1/load', body, signal);
    return status < 300 ? undefined : parseErrorBody(text, status);
  }

  /** Unloading what is not loaded is a success. */
  async unload(modelName: string): Promise<void> {
    const { status, text } = await this.send(
      'POST',
      '/api/v1/unload',
      { model_name: modelName },
      AbortSignal.timeout(UNLOAD_LIMIT_MS),
    );
    if (status < 300 || status === 404) return;
    throw new LemonadeRequestFailedError('unload', status, parseErrorBody(text, status).message);
  }

  /**
   * Asks lemond to end; it does so in a fraction of the time that a signal takes (seen: 1.6 s and 7 s). The answer may come
   * before it has ended, or never.
   */
  async shutdown(adminKey: string): Promise<void> {
    const headers = { authorization: `Bearer ${adminKey}` };
    const signal = AbortSignal.timeout(LIVE_LIMIT_MS);
    const answer = await this.pools
      .calls(this.origin)
      .request({ method: 'POST', path: '/internal/shutdown', headers, signal });
    await answer.body.dump();
  }

  private async json(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    const { status, text } = await this.send(method, path, body, signal);
    if (status >= 300) throw new LemonadeRequestFailedError(path, status, parseErrorBody(text, status).message);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new LemonadeRequestFailedError(path, status, 'the answer is not JSON');
    }
  }

  private async send(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal): Promise<Answer> {
    const headers = { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const payload = body === undefined ? undefined : JSON.stringify(body);
    try {
      const answer = await this.pools.calls(this.origin).request({ method, path, headers, body: payload, signal });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      if (isTimeout(signal)) throw new LemonadeBusyError(error);
      signal.throwIfAborted();
      throw new LemonadeUnavailableError((error as Error).message, error);
    }
  }
}

const isTimeout = (signal: AbortSignal): boolean =>
  signal.aborted && (signal.reason as Error | undefined)?.name === 'TimeoutError';

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  errorBody,
  errorEvent,
  modelList,
  plainAnswer,
  streamAnswer,
  type ProviderDialect,
} from './provider-answers.js';

/** What goes wrong with one request. */
export type ProviderFault =
  /** An error answer. */
  | { kind: 'status'; status: number; message?: string; code?: string; retryAfterSeconds?: number }
  /** Nothing is sent before the promise resolves; then the answer is as usual. */
  | { kind: 'slow'; until: Promise<unknown> }
  /** A stream that answers 200, sends so many words, and then an error event. */
  | { kind: 'error-event'; afterWords: number; message?: string }
  /** The connection dies: before any answer, or after so many words of a stream. */
  | { kind: 'drop'; afterWords?: number }
  /** These bytes with status 200, whatever was asked. */
  | { kind: 'bytes'; body: string; contentType?: string };

/** A request as the provider received it. */
export interface ReceivedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  /** Parsed when it is JSON. */
  body: unknown;
}

export interface FakeProviderOptions {
  dialect?: ProviderDialect;
  models?: readonly string[];
  /** Only this key is served, in whichever place its dialect wants it; any when absent. */
  key?: string;
}

/**
 * A provider on loopback that speaks as OpenAI's or Anthropic's API does, and fails as it is told. It lists `models` and
 * answers every other request with `words`.
 */
export class FakeProvider {
  /** What the model says, a token each. */
  words: readonly string[] = ['Hello', ' from', ' afar'];
  models: readonly string[];
  /** What it says in headers beside the usual. */
  headers: Readonly<Record<string, string>> = {};
  readonly requests: ReceivedRequest[] = [];
  /** Connections ever made. */
  connections = 0;
  /** Requests that the client gave up before their answer was complete. */
  abandoned = 0;
  private readonly listFaults: ProviderFault[] = [];
  private readonly answerFaults: ProviderFault[] = [];

  private constructor(
    private readonly server: Server,
    readonly dialect: ProviderDialect,
    models: readonly string[],
    private readonly key: string | undefined,
  ) {
    this.models = models;
    server.on('connection', () => (this.connections += 1));
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async start({ dialect = 'openai', models, key }: FakeProviderOptions = {}): Promise<FakeProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const known = models ?? (dialect === 'openai' ? ['gpt-fake', 'gpt-fake-mini'] : ['claude-fake']);
    return new FakeProvider(server, dialect, known, key);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** What stands in `url` of the upstream's settings. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  /** Requests to models, without those for the list of them. */
  get asked(): readonly ReceivedRequest[] {
    return this.requests.filter(({ path }) => !isList(path));
  }

  /** How often its models were asked for. */
  get listed(): number {
    return this.requests.length - this.asked.length;
  }

  /** The next requests to a model go wrong, one fault each, in this order. */
  fail(...faults: ProviderFault[]): void {
    this.answerFaults.push(...faults);
  }

  /** The next requests for the list of models go wrong likewise. */
  failList(...faults: ProviderFault[]): void {
    this.listFaults.push(...faults);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
    });
    const bytes = await buffer(request).catch(() => undefined);
    if (!bytes) return;
    const path = request.url ?? '';
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    const body = parsed(bytes);
    this.requests.push({ method: request.method ?? '', path, headers: request.headers, body });
    if (!this.admits(request)) return this.error(response, 401, 'Incorrect API key provided.', 'invalid_api_key');
    const fault = (isList(path) ? this.listFaults : this.answerFaults).shift();
    if (fault?.kind === 'slow') await fault.until;
    if (fault?.kind === 'bytes') return send(response, 200, fault.body, fault.contentType);
    if (fault?.kind === 'drop' && fault.afterWords === undefined) return void response.destroy();
    if (fault?.kind === 'status') {
      if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(fault.retryAfterSeconds));
      return this.error(response, fault.status, fault.message ?? 'This is a fault of the test.', fault.code ?? null);
    }
    if (isList(path)) return send(response, 200, JSON.stringify(modelList(this.dialect, this.models)));
    this.answer(response, path, body as { model?: string; stream?: boolean } | undefined, fault);
  }

  private answer(
    response: ServerResponse,
    path: string,
    body: { model?: string; stream?: boolean } | undefined,
    fault: ProviderFault | undefined,
  ): void {
    const { model = '', stream = false } = body ?? {};
    if (!this.models.includes(model))
      return this.error(response, 404, `The model ${model} does not exist.`, 'model_not_found');
    const asked = { path, model, stream };
    if (!stream) return send(response, 200, JSON.stringify(plainAnswer(this.dialect, asked, this.words)));
    const { opening, words, ending } = streamAnswer(this.dialect, asked, this.words);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    if (fault?.kind !== 'error-event' && fault?.kind !== 'drop') {
      response.end([...opening, ...words, ...ending].join(''));
      return;
    }
    const said = [...opening, ...words.slice(0, fault.afterWords)].join('');
    if (fault.kind === 'drop') response.write(said, () => response.destroy());
    else response.end(said + errorEvent(this.dialect, fault.message ?? 'The engine is overloaded.'));
  }

  private admits({ headers }: IncomingMessage): boolean {
    if (this.key === undefined) return true;
    // Anthropic takes either; its own client has changed from the one to the other.
    const given = this.dialect === 'anthropic' ? headers['x-api-key'] : undefined;
    return (given ?? headers.authorization?.replace(/^Bearer /, '')) === this.key;
  }

  private error(response: ServerResponse, status: number, message: string, code: string | null): void {
    send(response, status, JSON.stringify(errorBody(this.dialect, status, message, code)));
  }
}

function send(response: ServerResponse, status: number, body: string, contentType = 'application/json'): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

const isList = (path: string) => /\/models(\?|$)/.test(path);

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

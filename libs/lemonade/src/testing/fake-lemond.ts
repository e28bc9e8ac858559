import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerChat, type FakeGeneration } from './fake-chat.js';

/** What goes wrong, and when. All off at first; tests set the fields. */
export interface FakeLemondFaults {
  /** The next load answers 500 with this message, after throwing out every model, as lemond does. */
  failNextLoad: string | null;
  /** Each load takes so long. */
  loadDelayMs: number;
  /** `/health` takes the request and never answers. */
  hangHealth: boolean;
  /** Every new connection is closed at once. */
  refuse: boolean;
  /** The next stream's socket is cut after so many chunks. */
  dropNextStreamAfter: number | null;
  /** The next stream is status 200 with one error event and nothing else. */
  failNextStream: string | null;
}

export interface FakeModel {
  name: string;
  type: string;
  busy: number;
  body: Record<string, unknown>;
}

export interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/**
 * lemond's wire in this process, with fault switches. Knows every model it is asked for, except those in `unknown`. It is
 * its own model server too: `backend_url` leads back to it, with `/v1` instead of `/api/v1`.
 */
export class FakeLemond {
  readonly faults: FakeLemondFaults = {
    failNextLoad: null,
    loadDelayMs: 0,
    hangHealth: false,
    refuse: false,
    dropNextStreamAfter: null,
    failNextStream: null,
  };
  /** What every generation says: pieces of text, each after a pause. */
  readonly generation: FakeGeneration = { chunks: ['Hello', ' there', '!'], pauseMs: 0 };
  readonly requests: RecordedRequest[] = [];
  readonly loaded = new Map<string, FakeModel>();
  readonly unknown = new Set<string>();
  /** Types of models, by name; others are chat models. */
  readonly types = new Map<string, string>();
  /** Generations whose client went away. */
  abandoned = 0;
  version = '2026.39.1-2';
  origin = '';
  /** Called when it is asked to end. */
  onShutdown: () => void = () => undefined;
  private readonly sockets = new Set<Socket>();
  private orders: Promise<unknown> = Promise.resolve();

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<FakeLemond> {
    const server = createServer();
    const fake = new FakeLemond(server);
    server.on('connection', (socket) => fake.accept(socket));
    server.on('request', (request, response) => {
      fake.serve(request, response).catch((error: Error) => reply(response, 500, { error: error.message }));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    fake.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return fake;
  }

  /** Requests for a path, e.g. `/api/v1/load`. */
  requestsFor(path: string): RecordedRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** Cuts every connection and stops listening, as a killed lemond does. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(socket: Socket): void {
    if (this.faults.refuse) {
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const path = request.url ?? '/';
    const body = await readJson(request);
    if (body === undefined) return reply(response, 400, { error: 'invalid JSON' });
    this.requests.push({ method, path, headers, body });
    switch (path.replace(/^\/api\/v1|^\/v1/, '')) {
      case '/live':
        return reply(response, 200, { status: 'ok' });
      case '/health':
        return this.health(response);
      case '/models':
        return reply(response, 200, {
          object: 'list',
          data: [...this.loaded.values()].map(({ name }) => ({ id: name })),
        });
      case '/stats':
        return reply(response, 200, { total_requests: this.requests.length });
      case '/load':
        return this.inTurn(() => this.load(body, response));
      case '/unload':
        return this.inTurn(() => this.unload(body, response));
      case '/internal/shutdown':
        reply(response, 200, { status: 'shutting down' });
        return this.onShutdown();
      case '/pull':
        return reply(response, 200, { status: 'success', message: 'Model registered' });
      case '/chat/completions':
        return this.chat(body, path.startsWith('/v1'), request, response);
      default:
        return reply(response, 404, { error: { message: `Not found: ${path}`, type: 'not_found', path } });
    }
  }

  /** lemond has one lock for everything that changes what is loaded, and its health waits for it. */
  private inTurn(order: () => Promise<void>): Promise<void> {
    const turn = this.orders.then(order);
    this.orders = turn.catch(() => undefined);
    return turn;
  }

  private async health(response: ServerResponse): Promise<void> {
    if (this.faults.hangHealth) return;
    await this.orders;
    const all_models_loaded = [...this.loaded.values()].map(({ name, type, busy, body }) => ({
      model_name: name,
      type,
      device: 'cpu',
      recipe: 'llamacpp',
      status: busy ? 'in_use' : 'ready',
      loaded: true,
      backend_url: `${this.origin}/v1`,
      pid: process.pid,
      is_busy: busy > 0,
      pinned: body['pinned'] === true,
    }));
    reply(response, 200, { status: 'ok', version: this.version, all_models_loaded });
  }

  private async load(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const name = publicName(body['model_name']);
    if (this.unknown.has(name)) return notFound(response, name);
    await pause(this.faults.loadDelayMs);
    const failure = this.faults.failNextLoad;
    if (failure !== null) {
      this.faults.failNextLoad = null;
      await this.untilIdle([...this.loaded.keys()]);
      this.loaded.clear();
      const message = `Failed to load model '${name}': ${failure}`;
      return reply(response, 500, {
        error: { code: 'model_load_error', message, type: 'model_load_error', param: 'model', requested_model: name },
      });
    }
    this.loaded.set(name, { name, type: this.types.get(name) ?? 'llm', busy: 0, body });
    reply(response, 200, { status: 'success', model_name: name, recipe: 'llamacpp' });
  }

  private async unload(body: Record<string, unknown>, response: ServerResponse): Promise<void> {
    const name = publicName(body['model_name']);
    if (!this.loaded.has(name)) return reply(response, 404, { error: `Model not loaded: ${name}` });
    await this.untilIdle([name]);
    this.loaded.delete(name);
    reply(response, 200, { status: 'success', model_name: name, message: 'Model unloaded successfully' });
  }

  private async chat(
    body: Record<string, unknown>,
    direct: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const requested = publicName(body['model']);
    const model = this.loaded.get(requested) ?? (direct ? [...this.loaded.values()][0] : undefined);
    if (!model) return notFound(response, requested);
    const { dropNextStreamAfter: dropAfter, failNextStream: errorEvent } = this.faults;
    if (body['stream'] === true) Object.assign(this.faults, { dropNextStreamAfter: null, failNextStream: null });
    model.busy += 1;
    let open = true;
    response.on('close', () => {
      if (!response.writableFinished) this.abandoned += 1;
      open = false;
      // Like the real one, a plain request goes on when nobody waits for it any more.
      if (body['stream'] === true) model.busy -= 1;
    });
    await answerChat(
      { body, alias: aliasOf(model), direct, generation: this.generation, dropAfter, errorEvent, isOpen: () => open },
      request,
      response,
    );
    if (body['stream'] !== true) model.busy -= 1;
  }

  private async untilIdle(names: readonly string[]): Promise<void> {
    while (names.some((name) => (this.loaded.get(name)?.busy ?? 0) > 0)) await pause(5);
  }
}

/** The name given with `--alias`, which a model's own server answers with. */
function aliasOf({ name, body }: FakeModel): string {
  const { llamacpp_args: args } = body;
  const [, alias] = /--alias (\S+)/.exec(typeof args === 'string' ? args : '') ?? [];
  return alias ?? `/models/${name}.gguf`;
}

const publicName = (name: unknown): string => (typeof name === 'string' ? name.replace(/^user\./, '') : '');

function notFound(response: ServerResponse, name: string): void {
  const message = `Model '${name}' was not found.`;
  reply(response, 404, {
    error: { code: 'model_not_found', message, type: 'model_not_found', param: 'model', requested_model: name },
  });
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  if (!pieces.length) return {};
  try {
    return JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());

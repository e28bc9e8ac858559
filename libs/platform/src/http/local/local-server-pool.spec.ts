import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { Pool, type Dispatcher } from 'undici';
import { FakeClock } from '../../testing/fake-clock.js';
import { LocalServerPool, type HttpSender } from './local-server-pool.js';

const CONNECT_TIMEOUT_MS = 5_000;
const OK = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok';

/** A server that says what a test makes it say, byte by byte. */
class RawServer {
  readonly connections: Socket[] = [];
  readonly requests: { text: string; on: number }[] = [];
  readonly origin: string;

  private constructor(
    private readonly server: Server,
    private readonly answer: (socket: Socket, request: string, count: number) => void,
  ) {
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => {
      const on = this.connections.push(socket);
      let text = '';
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? Number.NaN);
        const head = text.indexOf('\r\n\r\n') + 4;
        if (head < 4 || text.length < head + length) return;
        this.requests.push({ text, on });
        text = '';
        this.answer(socket, this.requests.at(-1)?.text ?? '', this.requests.length);
      });
    });
  }

  static async start(answer: (socket: Socket, request: string, count: number) => void): Promise<RawServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RawServer(server, answer);
  }

  async stop(): Promise<void> {
    for (const socket of this.connections) socket.destroy();
    this.server.close();
    if (this.server.listening) await once(this.server, 'close');
  }
}

/** What became of a request. */
class Outcome implements Dispatcher.DispatchHandler {
  readonly over: Promise<this>;
  status = 0;
  headers: Record<string, unknown> = {};
  body = '';
  error: Error | null = null;
  controller!: Dispatcher.DispatchController;
  private settle!: () => void;

  constructor(private readonly onData?: (outcome: Outcome) => void) {
    this.over = new Promise((resolve) => (this.settle = () => resolve(this)));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Record<string, unknown>): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, bytes: Buffer): void {
    this.body += bytes.toString('latin1');
    this.onData?.(this);
  }

  onResponseEnd(): void {
    this.settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.error = error;
    this.settle();
  }
}

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function serve(answer: (socket: Socket, request: string, count: number) => void): Promise<RawServer> {
  const server = await RawServer.start(answer);
  cleanUps.push(() => server.stop());
  return server;
}

const undici = (origin: string): HttpSender => {
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0 });
  cleanUps.push(() => pool.destroy());
  return pool;
};
const local = (origin: string, clock = new FakeClock()): HttpSender => {
  const pool = new LocalServerPool(origin, clock, CONNECT_TIMEOUT_MS, undici(origin));
  cleanUps.push(() => pool.destroy());
  return pool;
};

function ask(pool: HttpSender, outcome = new Outcome(), body: Buffer | Readable = Buffer.from('{}'), path = '/v1/x') {
  const headers = ['content-type', 'application/json'];
  pool.dispatch({ method: 'POST', path, headers, body }, outcome);
  return outcome;
}

/** What the way of a request relies on; undici is held to the same. */
describe.each([
  ['LocalServerPool', local],
  ['the pool of undici', undici],
])('%s', (_name, pooled) => {
  it('sends a request and tells its answer', async () => {
    const server = await serve((socket) => socket.write(OK));
    const { status, headers, body } = await ask(pooled(server.origin), new Outcome(), Buffer.from('{"ä":"\0"}')).over;
    expect({ status, body }).toEqual({ status: 200, body: 'ok' });
    expect(headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '2' });
    const { text } = server.requests[0]!;
    expect(text).toMatch(/^POST \/v1\/x HTTP\/1\.1\r\n/);
    expect(text.toLowerCase()).toContain(`host: ${new URL(server.origin).host}\r\n`);
    expect(text).toContain('content-type: application/json\r\n');
    expect(text.endsWith(`\r\n\r\n${Buffer.from('{"ä":"\0"}').toString('latin1')}`)).toBe(true);
  });

  it('sends long bodies whole, and tells long answers whole', async () => {
    const body = Buffer.alloc(5_000_000, 'abcdefghij');
    const server = await serve((socket, request) => {
      const echo = request.slice(request.indexOf('\r\n\r\n') + 4);
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${echo.length}\r\n\r\n${echo}`, 'latin1');
    });
    const outcome = await ask(pooled(server.origin), new Outcome(), body).over;
    expect(outcome.body === body.toString('latin1')).toBe(true);
  });

  it('sends a body that is still coming in', async () => {
    const server = await serve(() => undefined);
    const outcome = ask(pooled(server.origin), new Outcome(), Readable.from(['a', 'b']));
    const socket = await connectionOf(server);
    await once(socket, 'data');
    socket.write(OK);
    expect((await outcome.over).body).toBe('ok');
  });

  it('keeps its connection, and opens another while it is in use', async () => {
    const server = await serve((socket, _request, count) => void (count === 3 || socket.write(OK)));
    const pool = pooled(server.origin);
    await ask(pool).over;
    await turn();
    await ask(pool).over;
    await turn();
    ask(pool);
    await until(() => server.requests.length === 3);
    await ask(pool).over;
    expect(server.requests.map(({ on }) => on)).toEqual([1, 1, 1, 2]);
  });

  it('does not send on a connection that the server has closed', async () => {
    const server = await serve((socket) => socket.end(OK.replace('\r\n', '\r\nconnection: close\r\n')));
    const pool = pooled(server.origin);
    expect((await ask(pool).over).body).toBe('ok');
    expect((await ask(pool).over).body).toBe('ok');
    expect(server.requests.map(({ on }) => on)).toEqual([1, 2]);
  });

  it('tells chunks as they come', async () => {
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n');
    });
    let seen!: () => void;
    const first = new Promise<void>((resolve) => (seen = resolve));
    const outcome = ask(pooled(server.origin), new Outcome(() => seen()));
    await first;
    expect(outcome.body).toBe('one');
    server.connections[0]?.write('3\r\ntwo\r\n0\r\n\r\n');
    expect((await outcome.over).body).toBe('onetwo');
  });

  it.each([
    ['before the answer', ''],
    ['in the middle of the body', OK.slice(0, -1)],
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\non'],
    ['after something that is not HTTP', 'hello there\r\n\r\n'],
  ])('tells when the connection ends %s', async (_when, said) => {
    const server = await serve((socket) => socket.end(said));
    const { error } = await ask(pooled(server.origin)).over;
    expect(error).toBeInstanceOf(Error);
  });

  it('tells when nobody listens', async () => {
    const server = await serve(() => undefined);
    await server.stop();
    expect((await ask(pooled(server.origin)).over).error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('takes an answer that comes before the request was read, and leaves that connection', async () => {
    const server = await serve((socket) => socket.write(OK));
    server.connections.length = 0;
    const pool = pooled(server.origin);
    const outcome = ask(pool, new Outcome(), Buffer.alloc(30_000_000, 'x'));
    const socket = await connectionOf(server);
    socket.pause();
    socket.write(OK.replace('200 OK', '413 Too Large'));
    expect((await outcome.over).status === 413 || outcome.error !== null).toBe(true);
    expect((await ask(pool).over).body).toBe('ok');
    expect(server.requests.at(-1)?.on).toBe(2);
  });

  it('ends what is aborted, and tells so', async () => {
    const server = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'));
    const gone = new Error('the client has gone');
    const outcome = await ask(pooled(server.origin), new Outcome((self) => self.controller.abort(gone))).over;
    expect(outcome.error).toBe(gone);
    await until(() => server.connections[0]?.closed === true);
  });

  it('leaves the next request alone when one is aborted after its end', async () => {
    const server = await serve((socket, _request, count) => void (count === 2 || socket.write(OK)));
    const pool = pooled(server.origin);
    const first = await ask(pool).over;
    await turn();
    const second = ask(pool);
    await until(() => server.requests.length === 2);
    first.controller.abort(new Error('too late'));
    server.connections[0]?.write(OK);
    expect(await second.over).toMatchObject({ body: 'ok', error: null });
    expect(first.error).toBeNull();
  });
});

describe('LocalServerPool', () => {
  it('waits for a slow reader, and the server with it', async () => {
    const total = 20_000_000;
    const server = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${total}\r\n\r\n`);
      socket.write(Buffer.alloc(total, 'x'));
    });
    const outcome = ask(
      local(server.origin),
      new Outcome((self) => {
        self.controller.pause();
      }),
    );
    await until(() => outcome.body.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(outcome.body.length).toBeLessThan(1_000_000);
    expect(server.connections[0]?.writableLength).toBeGreaterThan(1_000_000);
    while (outcome.body.length < total) {
      outcome.controller.resume();
      await turn();
    }
    expect((await outcome.over).error).toBeNull();
  });

  it('does not trust a connection that was idle for long', async () => {
    const server = await serve((socket) => socket.write(OK));
    const clock = new FakeClock();
    const pool = local(server.origin, clock);
    await Promise.all([ask(pool).over, ask(pool).over]);
    await clock.advance(3_000);
    await ask(pool).over;
    expect(server.requests.map(({ on }) => on).sort()).toEqual([1, 2, 2]);
    await clock.advance(3_001);
    await ask(pool).over;
    expect(server.requests.at(-1)?.on).toBe(3);
    await until(() => server.connections.slice(0, 2).every(({ closed }) => closed));
  });

  it('has the connection free when it tells the end of the answer', async () => {
    const server = await serve((socket) => socket.write(OK));
    const pool = local(server.origin);
    let second: Outcome | undefined;
    await ask(pool, new Outcome(() => (second ??= ask(pool)))).over;
    await second?.over;
    expect(server.requests.map(({ on }) => on)).toEqual([1, 1]);
  });

  it('gives up a server that does not take the connection', async () => {
    const server = await serve(() => undefined);
    const outcome = ask(local(server.origin, new HastyClock()));
    expect((await outcome.over).error).toMatchObject({ message: 'connect timeout' });
  });

  it.each([
    ['path', '/v1/x\r\nhost: elsewhere', 'application/json'],
    ['path', '/v1/a b', 'application/json'],
    ['header', '/v1/x', 'text/plain\r\nx: y'],
  ])('refuses a %s that would begin another line', (_part, path, type) => {
    const pool = local('http://127.0.0.1:1');
    const send = () =>
      pool.dispatch({ method: 'POST', path, headers: ['content-type', type], body: Buffer.alloc(0) }, new Outcome());
    expect(send).toThrow(/cannot be asked for|Invalid character/);
  });

  it('tells a handler of its own fault', async () => {
    const server = await serve((socket) => socket.write(OK));
    const fault = new Error('cannot be read');
    const outcome = new Outcome(() => {
      throw fault;
    });
    expect((await ask(local(server.origin), outcome).over).error).toBe(fault);
  });

  it('ends what is under way when hal0 stops', async () => {
    const server = await serve(() => undefined);
    const pool = local(server.origin) as LocalServerPool;
    const outcome = ask(pool);
    await until(() => server.requests.length === 1);
    pool.destroy();
    expect((await outcome.over).error?.message).toBe('hal0 is stopping');
  });
});

async function connectionOf(server: RawServer): Promise<Socket> {
  await until(() => server.connections.length > 0);
  return server.connections[0] as Socket;
}

/** A pool may need one to have its connection back. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Its time is always over. */
class HastyClock extends FakeClock {
  override schedule(callback: () => void): () => void {
    process.nextTick(callback);
    return () => undefined;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

import { HttpPools, SystemClock, SystemProcesses, type Processes } from '@hal0/platform';
import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseBackendSlots } from './backend-slots.js';
import { occupiedMib } from './process-memory.js';
import { SystemBackendProbe } from './system-backend-probe.js';

/** As llama-server 0.7.0 tells: a slot before its first request, after one, and in the middle of one. */
const UNUSED = { id: 1, n_ctx: 1_024, speculative: false, is_processing: false };
const USED = { ...UNUSED, id: 0, id_task: 139, n_prompt_tokens: 915, n_prompt_tokens_processed: 0, next_token: [{}] };
const BUSY = { ...USED, is_processing: true, n_prompt_tokens: 254, next_token: [{ n_decoded: 238 }] };

describe("llama-server's slots", () => {
  it.each([
    ['one that is used, one that is not', [USED, UNUSED], { tokens: 915, size: 2_048 }],
    ['one in the middle of a request', [BUSY], { tokens: 254, size: 1_024 }],
    ['none that has been used', [UNUSED, UNUSED], { tokens: 0, size: 2_048 }],
    ['an old server that does not count', [{ id: 0, id_task: 7, n_ctx: 512 }], { tokens: null, size: 512 }],
    ['an old server at work', [{ id: 0, id_task: -1, is_processing: true, n_ctx: 512 }], { tokens: null, size: 512 }],
    ['an old server before its first request', [{ id: 0, id_task: -1, n_ctx: 512 }], { tokens: 0, size: 512 }],
    ['no size', [{ id: 0 }], { tokens: 0, size: null }],
  ])('are summed up: %s', (_what, body, expected) => {
    expect(parseBackendSlots(body)).toEqual(expected);
  });

  it.each([[[]], [{ error: { code: 501 } }], [null], ['no']])('are not found in %j', (body) => {
    expect(parseBackendSlots(body)).toBeNull();
  });
});

describe('memory of a process', () => {
  it('counts what has been swapped out too', () => {
    expect(occupiedMib('Name:\tx\nVmPeak:\t  9999 kB\nVmRSS:\t   38312 kB\nVmSwap:\t    2048 kB\n')).toBe(39);
    expect(occupiedMib('VmRSS:\t   38312 kB\n')).toBe(37);
  });

  it('is not known of a process that has ended', () => {
    expect(occupiedMib('')).toBeNull();
  });
});

describe('SystemBackendProbe', () => {
  const pools = new HttpPools(new SystemClock());
  const servers: Server[] = [];
  afterAll(async () => {
    await pools.onModuleDestroy();
    for (const server of servers) server.close();
  });

  async function originOf(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** The processes of this machine, one of which has been started with these arguments. */
  class NamedProcesses extends SystemProcesses {
    override async commandLine(): Promise<readonly string[]> {
      return ['llama-server', '--port', '8001'];
    }
  }
  const probe = (processes: Processes = new NamedProcesses()) => new SystemBackendProbe(pools, processes);

  it('asks the server for its slots', async () => {
    const origin = await originOf((request, response) =>
      response.end(request.url === '/slots' ? JSON.stringify([USED]) : '{}'),
    );
    expect(await probe().context(origin)).toEqual({ tokens: 915, size: 1_024 });
  });

  it('knows nothing of a server that has no slots, that answers nonsense, or that is gone', async () => {
    const without = await originOf((_request, response) => response.writeHead(501).end('{"error":{}}'));
    const nonsense = await originOf((_request, response) => response.end('<html>'));
    const gone = await originOf((request) => request.socket.destroy());
    expect(await Promise.all([without, nonsense, gone].map((origin) => probe().context(origin)))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('measures a process of this machine', async () => {
    expect(await probe().memoryMib(process.pid, null)).toBeGreaterThan(10);
    expect(await probe().memoryMib(process.pid, '8001')).toBeGreaterThan(10);
  });

  it('does not take another process for the one meant', async () => {
    expect(await probe().memoryMib(process.pid, '8002')).toBeNull();
    expect(await probe(new SystemProcesses()).memoryMib(2 ** 22 + 1, null)).toBeNull();
  });
});

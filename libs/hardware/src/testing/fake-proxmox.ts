import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSignedCertificate } from './self-signed-certificate.js';

export const FAKE_TOKEN = '0f3c9a52-77aa-4b1e-9d55-4c2f6a1be0d7';

const GIB = 1024 ** 3;

/** A node of 128 GiB. */
export function fakeNode(node: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const load = { maxmem: 128 * GIB, mem: 80 * GIB, maxcpu: 32, cpu: 0.125, uptime: 86_400 };
  return { id: `node/${node}`, type: 'node', node, status: 'online', ...load, ...change };
}

/** A running container of 64 GiB, 40 of them used. */
export function fakeContainer(vmid: number, name: string, node: string, change: Record<string, unknown> = {}) {
  const load = { maxmem: 64 * GIB, mem: 40 * GIB, maxcpu: 16, cpu: 0.5 };
  return { id: `lxc/${vmid}`, type: 'lxc', vmid, name, node, status: 'running', ...load, ...change };
}

/** A Proxmox host as far as hal0 asks it, on loopback, with a certificate that nobody trusts. */
export class FakeProxmox {
  /** What `cluster/resources` lists. */
  resources: readonly Record<string, unknown>[] = [];
  /** Takes the place of the usual answer: to fail, to babble, or never to answer. */
  misbehave: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Requests that have come. */
  requests = 0;
  private readonly server: Server;

  private constructor() {
    this.server = createServer(selfSignedCertificate(), (request, response) => this.answer(request, response));
  }

  static async start(): Promise<FakeProxmox> {
    const fake = new FakeProxmox();
    fake.server.listen(0, '127.0.0.1');
    await once(fake.server, 'listening');
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resolves when the next request has come. */
  async nextRequest(): Promise<void> {
    await once(this.server, 'request');
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests++;
    if (this.misbehave) return this.misbehave(request, response);
    if (request.headers.authorization !== `PVEAPIToken=hal0@pve!view=${FAKE_TOKEN}`) {
      response.writeHead(401, 'invalid token value!').end();
      return;
    }
    const known = request.method === 'GET' && request.url === '/api2/json/cluster/resources';
    response.writeHead(known ? 200 : 501, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data: known ? this.resources : null }));
  }
}

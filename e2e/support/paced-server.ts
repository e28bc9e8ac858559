import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const LINES = 40;
const INTERVAL_MS = 20;

/**
 * Stands where hal0 stands: answers every GET at once, and every POST with lines at an even pace in the content type that was
 * asked for, each line saying when it was written.
 */
export class PacedServer {
  private readonly server: Server = createServer((request, response) => {
    if (request.method === 'GET') return response.end('{}');
    request.resume();
    const type = request.headers.accept ?? 'text/event-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
    let left = LINES;
    const timer = setInterval(() => {
      response.write(`${performance.now()}\n\n`);
      if (--left > 0) return;
      clearInterval(timer);
      response.end();
    }, INTERVAL_MS);
    response.once('close', () => clearInterval(timer));
    return undefined;
  });

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** How long each line of a paced answer was under way, in milliseconds. */
export async function delays(lines: AsyncIterable<unknown>): Promise<number[]> {
  const seen: number[] = [];
  for await (const piece of lines) {
    const now = performance.now();
    seen.push(
      ...String(piece)
        .trim()
        .split('\n\n')
        .map((line) => now - Number(line)),
    );
  }
  return seen;
}

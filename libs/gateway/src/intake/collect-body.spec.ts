import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectBody } from './collect-body.js';

const MIB = 1_048_576;
const LIMIT = MIB;

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** Answers with the number of bytes it took, or with the status of the refusal. */
async function listen(onBody?: (body: Buffer | undefined) => void): Promise<number> {
  server = createServer((incoming, response) => {
    collectBody(incoming, LIMIT, 'Send less.', (error, body) => {
      onBody?.(body);
      response.writeHead(error ? 413 : 200).end(String(body?.length ?? error?.message));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function send(bytes: number): Promise<number | undefined> {
  const outgoing = request({ port: await listen(), host: '127.0.0.1', method: 'POST' });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.end(Buffer.alloc(bytes));
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

describe('collectBody', () => {
  it('takes a body up to the limit', async () => {
    expect(await send(LIMIT)).toBe(200);
  });

  it.each([
    ['announced', true],
    ['not announced', false],
  ])('gives every byte in its place when the length is %s', async (_how, announced) => {
    const sent = randomBytes(LIMIT);
    let received: Buffer | undefined;
    const port = await listen((body) => (received = body));
    const outgoing = request({ port, host: '127.0.0.1', method: 'POST' });
    if (announced) outgoing.setHeader('content-length', sent.length);
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    for (let at = 0; at < sent.length; at += 50_000) outgoing.write(sent.subarray(at, at + 50_000));
    outgoing.end();
    (await answered)[0].resume();
    expect(received?.equals(sent)).toBe(true);
  });

  it('gives the refusal to a client that is still sending', async () => {
    expect(await send(32 * MIB)).toBe(413);
  });

  it('does not take from a client without end', async () => {
    const outgoing = request({ port: await listen(), host: '127.0.0.1', method: 'POST' });
    outgoing.on('error', () => undefined);
    const refused = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    const piece = Buffer.alloc(8 * MIB);
    const sending = setInterval(() => outgoing.write(piece), 1);
    const [{ statusCode }] = await refused;
    clearInterval(sending);
    outgoing.destroy();
    expect(statusCode).toBe(413);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const messages = [{ role: 'user', content: 'Hi' }];
const KEY = 'key-of-hal0';

let server: Server;
let harness: GatewayHarness;
afterEach(async () => {
  await harness.close();
  server.closeAllConnections();
  server.close();
});

async function setup(
  answer: RequestListener,
  more: (port: number) => string = () => '',
  options: Parameters<typeof gatewayHarness>[1] = {},
) {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  harness = await gatewayHarness((_request, response) => response.destroy(), {
    settings: `[upstreams.far]\nurl = "http://127.0.0.1:${port}/v1"\nauth_value_env = "FAR_KEY"\n${more(port)}`,
    secrets: { FAR_KEY: KEY },
    ...options,
  });
  return harness;
}

const json = { 'content-type': 'application/json' };

describe('what comes from a provider and is no answer', () => {
  it.each<[string, RequestListener, string]>([
    ['a redirect', (_, response) => response.writeHead(307, { location: 'http://elsewhere/' }).end(), 'redirects'],
    ['no content', (_, response) => response.writeHead(204).end(), 'HTTP 204'],
    ['an empty answer', (_, response) => response.writeHead(200, json).end(), 'is empty'],
    ['a web page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'), 'a web page'],
    [
      'a compressed answer',
      (_, response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end('\u001f'),
      'compressed',
    ],
  ])('is told as such, and held against it: %s', async (_what, answer, told) => {
    const { ask, upstreams, records } = await setup(answer);
    const { status, body } = await ask({ model: 'far/m', messages });
    expect([status, body]).toEqual([502, expect.stringContaining(told)]);
    expect(upstreams.get('far').state).toBe('failing');
    expect(records()).toMatchObject([{ outcome: 'failed', errorCode: 'dispatch.upstream_unusable' }]);
  });

  it('makes a chain go on', async () => {
    const near = (port: number) => `[upstreams.near]\nurl = "http://127.0.0.1:${port}/v1"\nauth_style = "none"\n`;
    const { ask } = await setup(
      (request, response) => {
        if (request.headers.authorization) response.writeHead(307).end();
        else response.writeHead(200, json).end('{"choices":[]}');
      },
      (port) => `[dispatcher.fallback."far/m"]\nto = ["near/m"]\n${near(port)}`,
    );
    expect((await ask({ model: 'far/m', messages })).headers['x-hal0-served-by']).toBe('near');
  });

  it.each([
    [429, '{"error":{"message":"Slow down","code":429}}'],
    [502, ' {"error": {"message":"engine lost"}}'],
  ])('gets the status %i when it says with 200 that something is wrong', async (status, said) => {
    const { ask } = await setup((_, response) => response.writeHead(200, json).end(said));
    expect((await ask({ model: 'far/m', messages })).status).toBe(status);
  });

  it.each([
    ['with a status', (status: number) => status, false],
    ['within a stream', () => 200, true],
  ])('never shows the key that it repeats, %s', async (_how, statusOf, stream) => {
    const { ask } = await setup((request, response) => {
      const body = JSON.stringify({ error: { message: `wrong: ${request.headers.authorization}` } });
      response.writeHead(statusOf(500), { 'content-type': stream ? 'text/event-stream' : 'application/json' });
      response.end(stream ? `data: {"choices":[]}\n\ndata: ${body}\n\n` : body);
    });
    const { body } = await ask({ model: 'far/m', messages, stream });
    expect(body).toContain('wrong: ');
    expect(body).not.toContain(KEY);
  });

  it('is told at once when nothing listens there, by itself or after what went well', async () => {
    const { ask, upstreams } = await setup((_, response) => response.writeHead(200, json).end('{"choices":[]}'));
    expect((await ask({ model: 'far/m', messages })).status).toBe(200);
    server.closeAllConnections();
    await promisify(server.close.bind(server))();
    for (const _ of ['over the connection that was', 'over none']) {
      const { status, body } = await ask({ model: 'far/m', messages });
      expect([status, body]).toEqual([502, expect.stringContaining('dispatch.upstream_unavailable')]);
    }
    expect(upstreams.get('far').state).toBe('failing');
  });

  it('is read no further when an error has no end', async () => {
    const { ask } = await setup((_, response) => {
      response.writeHead(500, json);
      const more = () => void (response.destroyed || response.write('x'.repeat(16_384), () => setImmediate(more)));
      more();
    });
    expect((await ask({ model: 'far/m', messages })).status).toBe(502);
  });

  it('is silence after the time for an answer, which is not the time of hal0', async () => {
    const { ask, records } = await setup(
      () => undefined,
      () => 'timeout_seconds = 0.05\n',
    );
    const { status, body } = await ask({ model: 'far/m', messages });
    expect([status, body]).toEqual([504, expect.stringContaining('did not answer in time')]);
    expect(records()).toMatchObject([{ errorCode: 'dispatch.upstream_silent', gatewayMs: 0 }]);
  });
});

describe('a whole answer in another dialect that has no end', () => {
  it('is given up at a size that no answer has', async () => {
    let given = 0;
    const { ask } = await setup(
      (_, response) => {
        response.writeHead(200, json);
        const more = () => {
          given += 1;
          if (!response.destroyed) response.write(Buffer.alloc(1_048_576, ' '), () => setImmediate(more));
        };
        more();
      },
      undefined,
      { translate: () => ({ streamType: '', plain: (body) => body, event: (data) => data, end: () => '' }) },
    );
    const { status, body } = await ask({ model: 'far/m', messages });
    expect([status, body]).toEqual([502, expect.stringContaining('dispatch.unreadable_answer')]);
    expect(given).toBeLessThan(100);
  });
});

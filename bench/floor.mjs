import Fastify from 'fastify';
import { Pool } from 'undici';

/**
 * What Node itself asks for: a Fastify route that hands the body to one undici pool and the answer back, and nothing
 * else. What hal0 costs above it is hal0's own.
 *
 *   node floor.mjs PORT MOCK_PORT
 */
const [port, mockPort] = process.argv.slice(2).map(Number);
const pool = new Pool(`http://127.0.0.1:${mockPort}`, { headersTimeout: 0, bodyTimeout: 0 });

class Handler {
  constructor(response) {
    this.response = response;
  }

  onRequestStart(controller) {
    this.response.once('close', () => {
      if (!this.response.writableFinished) controller.abort(new Error('the client has gone'));
    });
  }

  onResponseStart(_controller, status, headers) {
    const kept = ['content-type', 'content-length'].filter((name) => headers[name] !== undefined);
    this.response.writeHead(
      status,
      kept.flatMap((name) => [name, headers[name]]),
    );
  }

  onResponseData(controller, piece) {
    if (this.response.write(piece)) return;
    controller.pause();
    this.response.once('drain', () => controller.resume());
  }

  onResponseEnd() {
    this.response.end();
  }

  onResponseError() {
    this.response.destroy();
  }
}

const app = Fastify({ bodyLimit: 72 * 1_048_576 });
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.post('/*', (request, reply) => {
  reply.hijack();
  const { 'content-type': type, 'content-length': length } = request.headers;
  const headers = { 'content-type': type, 'content-length': length };
  pool.dispatch({ path: request.url, method: 'POST', headers, body: request.body }, new Handler(reply.raw));
});
process.once('SIGTERM', () => process.exit(0));
await app.listen({ port, host: '127.0.0.1' });

import { createServer } from 'node:http';
import { buffer, json } from 'node:stream/consumers';

/** An answer that is the caller's fault. */
export class RequestError extends Error {}

/**
 * Serves POST routes on loopback as lemond expects them of a model's own server: `GET /` answers as soon as it is ready,
 * errors have OpenAI's shape, and SIGTERM ends it. A form comes as an object too; its files are `File`s.
 * @param {number} port
 * @param {Record<string, (body: Record<string, unknown>) => Promise<{ contentType: string, body: Buffer | string }>>} routes
 */
export function serveModel(port, routes) {
  const server = createServer(async (request, response) => {
    const send = (status, contentType, body) =>
      response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
    const refuse = (status, message) => send(status, 'application/json', JSON.stringify({ error: { message } }));
    if (request.method === 'GET') return send(200, 'text/plain', "hal0's demo\n");
    const answer = request.method === 'POST' ? routes[request.url] : undefined;
    if (!answer) {
      const known = Object.keys(routes).join(' and ');
      return refuse(404, `hal0's demo has no ${request.method} ${request.url}; it answers POST ${known}.`);
    }
    try {
      const { contentType, body } = await answer(await readObject(request));
      send(200, contentType, body);
    } catch (error) {
      refuse(error instanceof RequestError ? 400 : 500, error.message);
    }
  });
  server.listen(port, '127.0.0.1');
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
}

async function readObject(request) {
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('multipart/form-data')) return readForm(request, contentType);
  const body = await json(request).catch(() => undefined);
  if (typeof body !== 'object' || body === null) throw new RequestError('The body must be a JSON object.');
  return body;
}

async function readForm(request, contentType) {
  const form = await new Response(await buffer(request), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => undefined);
  if (!form) throw new RequestError('The body must be a whole form.');
  return Object.fromEntries(form);
}

/**
 * The value that follows a name on the command line.
 * @param {string} name
 */
export function argument(name) {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? undefined : process.argv[at + 1];
  if (value === undefined) {
    process.stderr.write(`${name} is missing. lemond starts this program; see README.md in the folder above.\n`);
    process.exit(2);
  }
  return value;
}

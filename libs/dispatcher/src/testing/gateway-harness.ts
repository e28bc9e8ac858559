import type { ModelType } from '@hal0/config';
import { HttpPools, SystemClock, type Hal0Error, type RequestRecord } from '@hal0/platform';
import { RequestFinishedEvent } from '@hal0/platform';
import { slotsFixture } from '@hal0/slots/testing';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { JsonBody } from '../body/json-body.js';
import type { RequestBody } from '../body/request-body.js';
import { StreamedForm } from '../body/streamed-form.js';
import { DispatcherService } from '../dispatcher.service.js';
import type { Dialect, Grant } from '../inference-request.js';
import type { TranslateAnswer } from '../translation/answer-translation.js';
import { upstreamsOn } from './upstreams-fixture.js';

const plainDialect: Dialect = {
  name: 'openai',
  errorBody: ({ code, message }: Hal0Error) => JSON.stringify({ error: { code, message } }),
  errorEvent: ({ code, message }: Hal0Error) => `data: ${JSON.stringify({ error: { code, message } })}\n\n`,
};

export interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

async function listening(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The dispatcher between a real client socket and a real model server that behaves as the test says. */
export async function gatewayHarness(
  upstream: RequestListener,
  {
    capabilities = '[slots.primary]\nmodel = "demo"\nenabled = true\n',
    direct,
    type = 'llm',
    settings: hal0Toml = '',
    secrets = {},
    grant = null,
    translate,
    bodyOf = (bytes, model) => new JsonBody(bytes, model),
  }: {
    capabilities?: string;
    direct?: RequestListener;
    type?: ModelType;
    /** Text of hal0.toml. */
    settings?: string;
    /** Keys of upstreams by the name of their variable. */
    secrets?: Record<string, string>;
    grant?: Grant | null;
    /** Set when the client speaks another dialect than OpenAI's. */
    translate?: TranslateAnswer;
    /** How a body of JSON is passed on. */
    bodyOf?: (bytes: Buffer, model: string | undefined) => RequestBody;
  } = {},
) {
  const fixture = slotsFixture(capabilities, { 'hal0.toml': hal0Toml });
  const runtime = await listening(upstream);
  const backend = direct && (await listening(direct));
  fixture.runtime.endpoint = {
    origin: runtime.origin,
    backendOrigin: backend?.origin ?? null,
    headers: { authorization: 'Bearer secret' },
  };
  const pools = new HttpPools(new SystemClock());
  const { upstreams, remove } = upstreamsOn(fixture, secrets);
  const { settings } = fixture.config.store;
  const dispatcher = new DispatcherService(fixture.slots, upstreams, settings, pools, fixture.clock, fixture.events);
  let count = 0;
  const front = await listening((incoming, response) => {
    void (async () => {
      const bytes = await buffer(incoming);
      const form = await StreamedForm.receive(Readable.from([bytes]), incoming.headers['content-type'] ?? '', {
        folder: fixture.paths.uploads,
      });
      const { model, stream } = form
        ? { model: form.text('model') }
        : (JSON.parse(bytes.toString()) as { model?: string; stream?: boolean });
      count += 1;
      dispatcher.dispatch({
        id: `req_${count}`,
        path: incoming.url ?? '',
        type,
        body: form ?? bodyOf(bytes, model),
        model,
        stream: stream === true,
        patient: incoming.headers['x-hal0-wait'] !== '0',
        arrivedAt: fixture.clock.monotonic(),
        response,
        dialect: plainDialect,
        grant,
        ...(translate && { translate }),
      });
    })();
  });

  /** Opens a request; the answer is there as soon as its head is. */
  const open = async (body: object | Buffer, headers: Record<string, string> = {}, path = '/v1/chat/completions') => {
    const outgoing = request(front.origin + path, { method: 'POST', agent: false, headers });
    outgoing.on('error', () => {});
    outgoing.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
    const answer = once(outgoing, 'response').then(([incoming]) => incoming as IncomingMessage);
    return { outgoing, answer };
  };
  const ask = async (...what: Parameters<typeof open>): Promise<Answered> => {
    const incoming = await (await open(...what)).answer;
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) };
  };
  const close = async () => {
    await pools.onModuleDestroy();
    for (const { server } of [runtime, front, ...(backend ? [backend] : [])]) {
      server.closeAllConnections();
      server.close();
    }
    await remove();
  };
  const records = (): RequestRecord[] => fixture.events.ofType(RequestFinishedEvent).map(({ record }) => record);
  return { ...fixture, dispatcher, settings, upstreams, open, ask, close, records };
}

export type GatewayHarness = Awaited<ReturnType<typeof gatewayHarness>>;

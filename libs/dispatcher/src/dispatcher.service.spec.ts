import { settle } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const open: GatewayHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

async function setup(...args: Parameters<typeof gatewayHarness>): Promise<GatewayHarness> {
  const harness = await gatewayHarness(...args);
  open.push(harness);
  return harness;
}

const HELLO = { model: 'primary', messages: [{ role: 'user', content: 'hello' }] };
const STREAM = { ...HELLO, stream: true };
const chunk = (content: string) => `data: ${JSON.stringify({ model: 'demo', choices: [{ delta: { content } }] })}\n\n`;
const LAST =
  'data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3},"timings":{"predicted_per_second":42.5}}\n\ndata: [DONE]\n\n';

/** Answers JSON, and shows what the model server saw. */
function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const seen: { path?: string; contentType?: string; body: string; authorization?: string }[] = [];
  const listener: RequestListener = (incoming, response) => {
    void text(incoming).then((received) => {
      const { authorization, 'content-type': contentType } = incoming.headers;
      seen.push({ path: incoming.url, contentType, body: received, authorization });
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
  };
  return { seen, listener };
}

/** Begins an event stream and hands it to the test. */
function streaming(begin: (response: ServerResponse) => void): RequestListener {
  return (incoming, response) => {
    incoming.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      begin(response);
    });
  };
}

describe('a plain request', () => {
  it('reaches the model under its registry id and comes back byte for byte', async () => {
    const body = '{"model":"demo",  "choices":[],"usage":{"prompt_tokens":12,"completion_tokens":34}}';
    const { seen, listener } = answering(200, body);
    const { ask, records } = await setup(listener);
    const answer = await ask(HELLO);
    expect(answer).toMatchObject({ status: 200, body });
    expect(answer.headers).toMatchObject({
      'x-request-id': 'req_1',
      'x-hal0-slot': 'primary',
      'content-type': 'application/json',
    });
    expect(answer.headers['server-timing']).toMatch(/^queue;dur=.*load;dur=.*first;dur=.*gateway;dur=/);
    expect(seen).toEqual([
      {
        path: '/v1/chat/completions',
        contentType: 'application/json',
        body: JSON.stringify({ ...HELLO, model: 'demo' }),
        authorization: 'Bearer secret',
      },
    ]);
    expect(records()).toMatchObject([
      {
        id: 'req_1',
        slot: 'primary',
        model: 'demo',
        status: 200,
        outcome: 'completed',
        promptTokens: 12,
        completionTokens: 34,
      },
    ]);
  });

  it('goes to the default slot of its type when it names no model', async () => {
    const { ask } = await setup(answering(200, '{}').listener);
    expect((await ask({ messages: [] })).headers['x-hal0-slot']).toBe('primary');
  });

  it('says what was tried when nothing serves the model', async () => {
    const { ask, records } = await setup(answering(200, '{}').listener);
    const answer = await ask({ ...HELLO, model: 'gpt-9' });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body).error).toMatchObject({
      code: 'dispatch.no_route',
      message: expect.stringContaining('gpt-9'),
    });
    expect(records()).toMatchObject([{ outcome: 'failed', errorCode: 'dispatch.no_route', slot: null }]);
  });

  it.each([
    [
      500,
      '{"error":{"message":"open /srv/models/x.gguf failed at http://127.0.0.1:8001/v1"}}',
      502,
      'dispatch.upstream_failed',
    ],
    [400, '{"error":"bad request"}', 400, 'dispatch.upstream_rejected'],
    [
      400,
      '{"error":{"type":"backend_error","details":{"response":{"error":{"type":"exceed_context_size_error","message":"too long"}}}}}',
      400,
      'context_length_exceeded',
    ],
    [401, '{"error": "Invalid or missing API key"}', 502, 'dispatch.upstream_failed'],
    [503, 'not json', 502, 'dispatch.upstream_failed'],
  ])('makes one error of what the model server says (%d %s)', async (status, body, expectedStatus, code) => {
    const { ask } = await setup(answering(status, body).listener);
    const answer = await ask(HELLO);
    expect(answer.status).toBe(expectedStatus);
    expect(JSON.parse(answer.body).error.code).toBe(code);
    expect(answer.body).not.toMatch(/srv|8001/);
  });

  it("goes to the model's own server, which stops when the client hangs up", async () => {
    const reached = Promise.withResolvers<undefined>();
    const stopped = Promise.withResolvers<undefined>();
    const direct: RequestListener = (_incoming, response) => {
      response.on('close', () => stopped.resolve(undefined));
      reached.resolve(undefined);
    };
    const { open: begin, slot, records } = await setup(answering(500, '{}').listener, { direct });
    const { outgoing, answer } = await begin(HELLO);
    answer.catch(() => {});
    await reached.promise;
    expect(slot('primary').state).toBe('serving');
    outgoing.destroy();
    await stopped.promise;
    await settle();
    expect(slot('primary').state).toBe('ready');
    expect(records()).toMatchObject([{ outcome: 'abandoned' }]);
  });
});

describe('a request that is no chat', () => {
  const capabilities =
    '[slots.embed]\nmodel = "embed-x"\nenabled = true\n[slots.stt]\nmodel = "whisper-x"\nenabled = true\n';

  it("tells the model's own server which model it means, because that answers under the name it is told", async () => {
    const { seen, listener } = answering(200, '{"model":"embed-x","data":[]}');
    const { ask } = await setup(answering(500, '{}').listener, { direct: listener, capabilities, type: 'embedding' });
    const answer = await ask({ model: 'embed', input: ['a', 'b'] }, {}, '/v1/embeddings');
    expect(answer).toMatchObject({ status: 200, body: '{"model":"embed-x","data":[]}' });
    expect(seen).toMatchObject([{ path: '/v1/embeddings', body: '{"model":"embed-x","input":["a","b"]}' }]);
  });

  it('hands a form on as it is but for the model', async () => {
    const form = (model: string) =>
      `--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF\r\n--b\r\nContent-Disposition: form-data; name="model"\r\n\r\n${model}\r\n--b--\r\n`;
    const { seen, listener } = answering(200, 'hello\n', { 'content-type': 'text/plain' });
    const { ask } = await setup(listener, { capabilities, type: 'transcription' });
    const contentType = 'multipart/form-data; boundary=b';
    const answer = await ask(Buffer.from(form('stt')), { 'content-type': contentType }, '/v1/audio/transcriptions');
    expect(answer).toMatchObject({ status: 200, body: 'hello\n' });
    expect(answer.headers['content-type']).toBe('text/plain');
    expect(seen).toMatchObject([{ path: '/v1/audio/transcriptions', contentType, body: form('whisper-x') }]);
  });
});

describe('a request whose slot is unloaded by force', () => {
  it('is told so with a status when nothing was answered yet, and stops at the model server', async () => {
    const reached = Promise.withResolvers<undefined>();
    const stopped = Promise.withResolvers<undefined>();
    const {
      open: begin,
      slots,
      records,
    } = await setup((_incoming, response) => {
      response.on('close', () => stopped.resolve(undefined));
      reached.resolve(undefined);
    });
    const { answer } = await begin(HELLO);
    await reached.promise;
    slots.unload('primary', { force: true });
    const incoming = await answer;
    expect(incoming.statusCode).toBe(503);
    expect(JSON.parse(await text(incoming)).error.code).toBe('slot.unloaded');
    await stopped.promise;
    expect(records()).toMatchObject([{ outcome: 'failed', errorCode: 'slot.unloaded', status: 503 }]);
  });

  it('ends its stream with an error event when that has begun', async () => {
    const { open: begin, slots } = await setup(streaming((response) => response.write(chunk('Hel'))));
    const incoming = await (await begin(STREAM)).answer;
    slots.unload('primary', { force: true });
    const last = (await text(incoming)).trimEnd().split('\n\n').at(-1) ?? '';
    expect(JSON.parse(last.replace('data: ', '')).error.code).toBe('slot.unloaded');
  });
});

describe('a stream', () => {
  it('passes through byte for byte and is read for its usage', async () => {
    const events = [chunk('Hel'), chunk('lo'), LAST];
    const { ask, records, slots } = await setup(
      streaming((response) => {
        for (const event of events) response.write(event);
        response.end();
      }),
    );
    const answer = await ask(STREAM);
    expect(answer).toMatchObject({ status: 200, body: events.join('') });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
    expect(records()).toMatchObject([{ stream: true, promptTokens: 7, completionTokens: 3, tokensPerSecond: 42.5 }]);
    expect(slots.get('primary').metrics).toMatchObject({ requests: 1, tokensPerSecond: 42.5 });
  });

  it('gives an error in the first event a status of its own', async () => {
    const { ask } = await setup(
      streaming((response) => response.end(': ping\n\ndata: {"error":{"message":"no room","code":400}}\n\n')),
    );
    const answer = await ask(STREAM);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toMatchObject({ code: 'dispatch.upstream_rejected', message: 'no room' });
  });

  it('ends with an error event when the model server goes away in the middle', async () => {
    const { ask, records } = await setup(
      streaming((response) => {
        response.write(`${chunk('Hel')}data: {"choi`, () => response.socket?.destroy());
      }),
    );
    const { status, body } = await ask(STREAM);
    expect(status).toBe(200);
    const last = body.trimEnd().split('\n\n').at(-1) ?? '';
    expect(JSON.parse(last.replace('data: ', '')).error.code).toBe('dispatch.upstream_lost');
    expect(records()).toMatchObject([{ outcome: 'failed', errorCode: 'dispatch.upstream_lost' }]);
  });

  it('ends with an error event when the model server ends it without saying that it is done', async () => {
    const { ask } = await setup(streaming((response) => response.end(chunk('Hel'))));
    expect((await ask(STREAM)).body).toContain('dispatch.upstream_lost');
  });

  it("rewrites the model server's own error event", async () => {
    const { ask } = await setup(
      streaming((response) =>
        response.end(
          `${chunk('a')}data: {"error":{"message":"lost /var/lib/x/y.gguf","code":"backend_watchdog_reset"}}\n\n`,
        ),
      ),
    );
    const { body } = await ask(STREAM);
    expect(body).toContain('dispatch.upstream_failed');
    expect(body).not.toContain('y.gguf');
  });

  it('stops at the model server within the turn in which the client hangs up', async () => {
    const stopped = Promise.withResolvers<undefined>();
    const { open: begin, slot } = await setup(
      streaming((response) => {
        response.on('close', () => stopped.resolve(undefined));
        response.write(chunk('a'));
      }),
    );
    const { outgoing, answer } = await begin(STREAM);
    await once(await answer, 'data');
    outgoing.destroy();
    await stopped.promise;
    await settle();
    expect(slot('primary').state).toBe('ready');
  });

  it('waits for a slow reader instead of piling up what it has not read', async () => {
    const big = chunk('x'.repeat(64 * 1_024));
    let written = 0;
    const { open: begin } = await setup(
      streaming((response) => {
        const pump = () => {
          while (written < 2_000 && response.write(big)) written += 1;
          if (written < 2_000) response.once('drain', pump);
        };
        pump();
      }),
    );
    const incoming = await (await begin(STREAM)).answer;
    incoming.pause();
    let before = -1;
    // Nothing is read, so writing comes to a stop once every buffer on the way is full.
    while (written !== before) {
      before = written;
      for (let turn = 0; turn < 200; turn++) await settle();
    }
    expect(written).toBeLessThan(1_000);
    incoming.destroy();
  });
});

describe('a request for a slot that is not ready', () => {
  it('waits for the model and tells how long that took', async () => {
    const { ask, runtime, clock, records } = await setup(answering(200, '{}').listener);
    const release = runtime.holdUp();
    const answer = ask(HELLO);
    while (!runtime.seen.length) await settle();
    await clock.advance(3_000);
    release();
    expect((await answer).headers['server-timing']).toContain('load;dur=3000.0');
    expect(records()).toMatchObject([{ loadMs: 3_000 }]);
  });

  it('hears at once that the slot is loading when it does not want to wait', async () => {
    const { ask, runtime } = await setup(answering(200, '{}').listener);
    const answer = await ask(HELLO, { 'x-hal0-wait': '0' });
    expect(answer).toMatchObject({ status: 503, headers: expect.objectContaining({ 'retry-after': '15' }) });
    expect(JSON.parse(answer.body).error.code).toBe('slot.loading');
    expect(runtime.seen).toEqual(['load demo']);
  });

  it('is told so after the longest wait', async () => {
    const { ask, runtime, clock } = await setup(answering(200, '{}').listener);
    runtime.holdUp();
    const answer = ask(HELLO);
    while (!runtime.seen.length) await settle();
    await clock.advance(300_000);
    expect((await answer).status).toBe(503);
  });

  it('gets a status and comments when it is a stream, and its answer after', async () => {
    const { open: begin, runtime, clock } = await setup(streaming((response) => response.end(chunk('a') + LAST)));
    const release = runtime.holdUp();
    const { answer } = await begin(STREAM);
    while (!runtime.seen.length) await settle();
    await clock.advance(16_000);
    const incoming = await answer;
    expect(incoming.statusCode).toBe(200);
    release();
    const body = await text(incoming);
    expect(body).toMatch(/^: slot primary is warming, 1 waiting\n\n: slot primary is warming/);
    expect(body.endsWith(chunk('a') + LAST)).toBe(true);
  });

  it('gets an error event when its stream has begun and the model does not load', async () => {
    const { open: begin, runtime, clock } = await setup(answering(200, '{}').listener);
    runtime.failNextLoadWith = new Error('out of memory');
    const release = runtime.holdUp();
    const { answer } = await begin(STREAM);
    while (!runtime.seen.length) await settle();
    await clock.advance(10_000);
    const incoming = await answer;
    release();
    expect(await text(incoming)).toContain('slot.load_failed');
  });

  it('gives its place in line up when the client hangs up', async () => {
    const { open: begin, runtime, slot, records } = await setup(answering(200, '{}').listener);
    const release = runtime.holdUp();
    const { outgoing, answer } = await begin(HELLO);
    answer.catch(() => {});
    while (slot('primary').admission.queued === 0) await settle();
    outgoing.destroy();
    while (!records().length) await settle();
    release();
    while (slot('primary').state !== 'ready') await settle();
    expect(records()).toMatchObject([{ outcome: 'abandoned' }]);
  });
});

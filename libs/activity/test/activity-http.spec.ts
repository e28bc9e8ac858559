import { ConfigModule, loadConfig } from '@hal0/config';
import { ActivityModule, JournalLogger } from '@hal0/activity';
import {
  AuditEvent,
  EventBus,
  JournalEvent,
  PlatformModule,
  RequestFinishedEvent,
  type Hal0Paths,
  type RequestRecord,
} from '@hal0/platform';
import { temporaryHome, finishedRequest } from '@hal0/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger, Module, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ScheduleModule } from '@nestjs/schedule';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

const { paths, remove } = temporaryHome();
afterAll(remove);

describe('activity over HTTP', () => {
  let box: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => void (box = await start(paths)));
  afterAll(() => box.app.close());

  it('streams events with the headers that proxies heed, and ends for a client that leaves', async () => {
    const leaving = new AbortController();
    const answer = await fetch(`${box.url}/api/events/stream`, { signal: leaving.signal });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    box.events.publish(change('slot.load', 'primary'));
    expect(await textUntil(answer, 'slot.load')).toMatch(
      /^retry: 1000\n\nid: \w+-\d+\nevent: audit\ndata: \{.*\}\n\n$/,
    );
    leaving.abort();
  });

  it('puts a finished request on record and tells of it within a second or so', async () => {
    const answer = await fetch(`${box.url}/api/events/stream`);
    box.events.publish(new RequestFinishedEvent(request('r1', 'primary')));
    box.events.publish(new RequestFinishedEvent(request('r2', 'embed')));
    expect(await textUntil(answer, 'requests.finished')).toContain('"count":2,"unrecorded":0');
    expect(await box.get('/api/requests?limit=1')).toMatchObject({
      status: 200,
      body: { requests: [{ row: 2, id: 'r2' }], nextBefore: 2 },
    });
    expect(await box.get('/api/requests?limit=2&before=2')).toMatchObject({
      body: { requests: [{ row: 1, id: 'r1', stream: true, firstByteMs: null }], nextBefore: null },
    });
    expect(await box.get('/api/requests?slot=embed')).toMatchObject({ body: { requests: [{ id: 'r2' }] } });
  });

  it('lists changes, newest first', async () => {
    box.events.publish(change('model.add', 'toy'));
    const { body } = await box.get('/api/activity?limit=500');
    expect(body).toMatchObject({
      entries: [{ action: 'model.add', target: 'toy' }, { action: 'slot.load' }],
      nextBefore: null,
    });
  });

  it.each([
    ['/api/activity?limit=501', 'limit'],
    ['/api/activity?limit=0', 'limit'],
    ['/api/activity?limit=ten', 'limit'],
    ['/api/requests?before=-1', 'before'],
    ['/api/requests?before=1.5', 'before'],
    ['/api/requests?slot=../etc', 'slot'],
    ['/api/requests?colour=red', 'colour'],
    ['/api/journal?level=loud', 'level'],
    ['/api/journal?source=nowhere', 'source'],
    ['/api/journal?limit=501', 'limit'],
    ['/api/journal?since=yesterday', 'since'],
    ['/api/journal/stream?slot=../etc', 'slot'],
    ['/api/logs?lines=0', 'lines'],
    ['/api/logs/stream?level=loud', 'level'],
  ])('refuses %s and names the field', async (path, field) => {
    expect(await box.get(path)).toMatchObject({
      status: 422,
      body: { error: { code: 'validation.invalid', details: { path: field } } },
    });
  });

  it('keeps a journal of what is logged and done, and streams it', async () => {
    const leaving = new AbortController();
    const stream = await fetch(`${box.url}/api/journal/stream?slot=embed`, { signal: leaving.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    box.events.publish(change('slot.load', 'embed'));
    box.events.publish(line('the model is there', 'embed'));
    expect(await textUntil(stream, 'the model is there')).toMatch(/^retry: 1000\n\n(id: \d+\ndata: \{.*\}\n\n){2}$/);
    leaving.abort();
    expect(await box.get('/api/journal?slot=embed')).toMatchObject({
      status: 200,
      body: {
        entries: [
          { source: 'hal0', level: 'info', slot: 'embed', context: 'audit', message: 'operator: slot.load embed' },
          { source: 'lemonade', level: 'warn', context: 'Process', message: 'the model is there' },
        ],
        nextSince: expect.any(Number),
      },
    });
    expect(await box.get('/api/journal?level=error')).toMatchObject({ body: { entries: [] } });
  });

  it("shows hal0's own log without what it knows from others", async () => {
    box.events.publish(line('of the runtime', null));
    new Logger('Slots').log('of a library, through the logger of the host');
    expect(await box.get('/api/logs')).toMatchObject({
      body: { entries: [{ level: 'info', text: '[Slots] of a library, through the logger of the host' }] },
    });
  });

  it('keeps lines of the log out of the stream of events', async () => {
    const answer = await fetch(`${box.url}/api/events/stream`);
    box.events.publish(line('chatter', null));
    box.events.publish(change('slot.load', 'primary'));
    expect(await textUntil(answer, 'slot.load')).not.toContain('chatter');
  });

  it('describes the streams as text', () => {
    const { paths: routes } = SwaggerModule.createDocument(box.app, new DocumentBuilder().build());
    const streams = Object.keys(routes).filter((route) => route.endsWith('/stream'));
    expect(streams.sort()).toEqual(['/api/events/stream', '/api/journal/stream', '/api/logs/stream']);
    for (const stream of streams) {
      expect(routes[stream]?.get?.responses['200']).toMatchObject({
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      });
    }
  });

  it('has reported no error all the while', () => {
    expect(box.complaints).toEqual([]);
  });
});

it('loses nothing when it is stopped, with a client still listening', async () => {
  const home = temporaryHome();
  const first = await start(home.paths);
  const answer = await fetch(`${first.url}/api/events/stream`);
  first.events.publish(new RequestFinishedEvent(request('last', 'primary')));
  first.events.publish(change('slot.unload', 'primary'));
  await first.app.close();
  await answer.text().catch(() => 'cut off');
  const second = await start(home.paths);
  expect(await second.get('/api/requests')).toMatchObject({ body: { requests: [{ id: 'last' }] } });
  expect(await second.get('/api/activity')).toMatchObject({ body: { entries: [{ action: 'slot.unload' }] } });
  await second.app.close();
  home.remove();
});

async function start(where: Hal0Paths) {
  const platform = PlatformModule.register({ paths: where });
  const config = ConfigModule.register({ imports: [platform], config: loadConfig(where, {}), environment: {} });
  const activity = ActivityModule.register({ imports: [platform, config] });
  @Module({ imports: [ScheduleModule.forRoot(), platform, config, activity] })
  class App {}
  const complaints: unknown[] = [];
  const logger = new JournalLogger(complainingTo(complaints), { accepts: (_level, context) => context === 'Slots' });
  const app = await NestFactory.create(App, new FastifyAdapter({ forceCloseConnections: true }), { logger });
  logger.publishOn(app.get(EventBus, { strict: false }));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const get = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    const body: unknown = await answer.json();
    return { status: answer.status, body };
  };
  return { app, url, get, complaints, events: app.get(EventBus, { strict: false }) };
}

function complainingTo(complaints: unknown[]): LoggerService {
  const complain = (...what: unknown[]) => void complaints.push(what);
  return { log: () => undefined, warn: complain, error: complain, fatal: complain };
}

async function textUntil(answer: Response, wanted: string): Promise<string> {
  const { body } = answer;
  if (!body) throw new Error('the answer has no body');
  let text = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream()).values({ preventCancel: true })) {
    text += piece;
    if (text.includes(wanted)) return text;
  }
  throw new Error(`the stream ended without ${wanted}: ${text}`);
}

const change = (action: string, target: string) => new AuditEvent({ action, target, actor: 'operator', outcome: 'ok' });

const line = (message: string, slot: string | null) =>
  new JournalEvent({ at: Date.UTC(2026, 0, 1), level: 'warn', source: 'lemonade', slot, context: 'Process', message });

const request = (id: string, slot: string): RequestRecord =>
  finishedRequest({ id, slot, outcome: 'abandoned', firstByteMs: null });

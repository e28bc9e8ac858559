import { Hal0Event, RequestFinishedEvent, type RequestRecord } from '@hal0/platform';
import { FakeClock, RecordingEventBus, settle } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RequestsFinishedEvent } from '../requests-finished.event.js';
import { EventStreamService } from './event-stream.service.js';

class Happened extends Hal0Event {
  constructor(
    readonly type: string,
    readonly what: unknown = null,
  ) {
    super();
  }
}

// What goes wrong on purpose here would only clutter the output.
Logger.overrideLogger(false);

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

describe('EventStreamService', () => {
  it('streams what is published, with an id, a name and JSON', async () => {
    const { events, listen } = await setup();
    const client = await listen();
    events.publish(new Happened('slot.state', 'line\nbreak'));
    expect(await client.until('}\n\n')).toBe(
      'retry: 1000\n\nid: e1-1\nevent: slot.state\n' +
        'data: {"id":"e1-1","ts":"2026-01-01T00:00:00.000Z","type":"slot.state","data":{"what":"line\\nbreak"}}\n\n',
    );
  });

  it('leaves single requests out, which may be 20,000 a second', async () => {
    const { events, listen } = await setup();
    const client = await listen();
    events.publish(new RequestFinishedEvent({ id: 'r' } as RequestRecord));
    events.publish(new Happened('requests.finished'));
    expect(await client.until('requests.finished')).not.toContain('event: request.finished');
  });

  it('tells the name of the key of a request, as the list of requests does, and hides keys elsewhere', async () => {
    const { events, listen } = await setup();
    const client = await listen();
    const request = { id: 'r', key: 'laptop', model: 'sk-abcdefghijklmnopqrstuvwx' } as Partial<RequestRecord>;
    events.publish(new RequestsFinishedEvent(1, 0, [request as RequestRecord]));
    events.publish(new Happened('secret.set', { key: 'laptop' }));
    const heard = await client.until('"id":"e1-2"');
    expect(heard).toContain('"key":"laptop"');
    expect(heard).not.toContain('sk-abcdef');
    expect(heard.split('event: secret.set')[1]).not.toContain('laptop');
  });

  it('gives a client that comes back what it has missed', async () => {
    const { events, listen } = await setup();
    for (let n = 1; n <= 5; n++) events.publish(new Happened('slot.state', n));
    const client = await listen('e1-3');
    await client.until('"id":"e1-5"');
    expect(client.ids()).toEqual(['e1-4', 'e1-5']);
  });

  it('gives a new client only what is to come', async () => {
    const { events, listen } = await setup();
    events.publish(new Happened('slot.state'));
    const client = await listen();
    await client.until('retry');
    events.publish(new Happened('slot.state'));
    await client.until('"id":"e1-2"');
    expect(client.ids()).toEqual(['e1-2']);
  });

  it.each(['e0-3', 'e1-900', 'e1-', 'nonsense', 'e1-99999999999999999999'])(
    'tells of a gap first when it cannot know what a client that saw "%s" has missed',
    async (lastEventId) => {
      const { events, listen } = await setup();
      events.publish(new Happened('slot.state'));
      const client = await listen(lastEventId);
      const text = await client.until('"id":"e1-1"');
      expect(text).toContain('id: e1-0\nevent: events.gap\ndata: ');
      expect(text).toContain('"data":{"dropped":null}');
      expect(client.ids()).toEqual(['e1-0', 'e1-1']);
    },
  );

  it('counts what a client missed beyond the 500 that are kept', async () => {
    const { events, listen } = await setup();
    for (let n = 1; n <= 510; n++) events.publish(new Happened('slot.state', n));
    const client = await listen('e1-2');
    const text = await client.until('"id":"e1-510"');
    expect(text).toContain('"type":"events.gap","data":{"dropped":8}');
    expect(client.ids()).toEqual(['e1-10', ...Array.from({ length: 500 }, (_, n) => `e1-${n + 11}`)]);
  });

  it('keeps nothing for a client that does not read, and tells it afterwards what it lost', async () => {
    const { events, listen } = await setup();
    const slow = await listen();
    slow.socket.pause();
    const before = process.memoryUsage().rss;
    const large = 'x'.repeat(100_000);
    for (let n = 1; n <= 2_000; n++) {
      events.publish(new Happened('slot.state', large));
      if (n % 20 === 0) await settle();
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    slow.socket.resume();
    const text = await slow.until('"id":"e1-2000"');
    const dropped = Number(/"dropped":(\d+)/.exec(text)?.[1]);
    expect(dropped).toBeGreaterThan(1_000);
    expect(slow.ids()).toHaveLength(2_000 - dropped + 1);
  });

  it('ends its streams when the API stops', async () => {
    const { stream, listen } = await setup();
    const client = await listen();
    await client.until('retry');
    stream.onModuleDestroy();
    await once(client.socket, 'end');
    await expect(stream.open().next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('spares the publisher an event that cannot be JSON', async () => {
    const { events, listen } = await setup();
    const client = await listen();
    const circle: { self?: unknown } = {};
    circle.self = circle;
    events.publish(new Happened('slot.state', circle));
    events.publish(new Happened('slot.state', 'fine'));
    await client.until('fine');
    expect(client.ids()).toEqual(['e1-1']);
  });
});

async function setup() {
  const events = new RecordingEventBus();
  const stream = new EventStreamService(events, new FakeClock(), 'e1');
  stream.onModuleInit();
  const server = createServer((request, response) => {
    const lastEventId = request.headers['last-event-id'] as string | undefined;
    void pipeline(Readable.from(stream.open(lastEventId)), response).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closers.push(() => {
    stream.onModuleDestroy();
    server.closeAllConnections();
    server.close();
  });
  /** A client that has its first bytes, so that whatever is published next is after its start. */
  const listen = async (lastEventId?: string) => {
    const client = new Client(connect(port, '127.0.0.1'), lastEventId);
    await client.until('retry: 1000\n\n');
    return client;
  };
  return { events, stream, listen };
}

/** A browser's EventSource, reduced to its socket. HTTP/1.0 keeps the body free of chunk headers. */
class Client {
  private text = '';
  private check = () => {};

  constructor(
    readonly socket: Socket,
    lastEventId?: string,
  ) {
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.check();
    });
    const header = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`;
    socket.write(`GET / HTTP/1.0\r\n${header}\r\n`);
  }

  /** What has arrived of the body, once it contains `wanted`. */
  async until(wanted: string): Promise<string> {
    await new Promise<void>((resolve) => {
      this.check = () => {
        if (this.text.includes(wanted)) resolve();
      };
      this.check();
    });
    return this.text.slice(this.text.indexOf('\r\n\r\n') + 4);
  }

  ids(): (string | undefined)[] {
    return [...this.text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);
  }
}

import { FakeClock } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { closePayload, frame, OPCODE } from './frame.js';
import { FrameReader, type Message } from './frame-reader.js';
import { FramedSocket } from './framed-socket.js';
import { Tunnel } from './tunnel.js';
import type { TunnelProtocol } from './upgrade.js';

const MIB = 1_048_576;
const HALF_A_MINUTE = 30_000;
const MASK = Buffer.from([7, 7, 7, 7]);
const NOTHING = Buffer.alloc(0);
const opened: (Socket | Server)[] = [];

afterEach(() => {
  for (const one of opened.splice(0)) {
    if ('destroy' in one) one.destroy();
    else one.close();
  }
});

/** Both ends of a real connection. */
async function connection(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await once(server, 'connection')) as [Socket];
  for (const socket of [near, far]) socket.on('error', () => undefined);
  opened.push(server, near, far);
  return [near, far];
}

/** What the far end of a connection hears. */
function hearing(socket: Socket, masked: boolean) {
  const messages: Message[] = [];
  const reader = new FrameReader(masked, 64 * MIB);
  socket.on('data', (bytes: Buffer) => messages.push(...reader.read(bytes)));
  return messages;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Everything passes, but for what a client should not have said. */
const loose: TunnelProtocol = {
  fromClient: (text) => (text.startsWith('bad') ? { answer: `no ${text}` } : { forward: text }),
  fromServer: (text) => text,
};

async function setup(early: Buffer = NOTHING) {
  const [[client, clientEnd], [serverEnd, server]] = await Promise.all([connection(), connection()]);
  const clock = new FakeClock();
  const told: string[] = [];
  const tunnel = new Tunnel(
    new FramedSocket(clientEnd, 'server', MIB, clock),
    new FramedSocket(serverEnd, 'client', MIB, clock),
    loose,
    clock,
    {
      completed: () => told.push('completed'),
      refused: (reason) => told.push(`refused: ${reason}`),
      lost: () => told.push('lost'),
    },
  );
  const say = (words: string) => client.write(frame(OPCODE.text, Buffer.from(words), MASK));
  const answer = (words: string) => server.write(frame(OPCODE.text, Buffer.from(words)));
  tunnel.start(early);
  return { client, server, clientEnd, clock, told, tunnel, say, answer };
}

describe('Tunnel', () => {
  it('passes messages on both ways, and answers those that go no further', async () => {
    const { client, server, say, answer } = await setup(frame(OPCODE.text, Buffer.from('early'), MASK));
    const [atClient, atServer] = [hearing(client, false), hearing(server, true)];
    for (const words of ['one', 'bad', 'two']) say(words);
    answer('three');
    await until(() => atServer.length === 3 && atClient.length === 2);
    expect(atServer.map((message) => message.kind === 'text' && message.text)).toEqual(['early', 'one', 'two']);
    expect(atClient).toContainEqual({ kind: 'text', text: 'no bad' });
    expect(atClient).toContainEqual({ kind: 'text', text: 'three' });
  });

  it('takes no more from a client than the model server reads, and loses nothing', async () => {
    const { client, clientEnd, server, say } = await setup();
    server.pause();
    const count = 24;
    for (let index = 0; index < count; index++) say(`${index}:`.padEnd(MIB - 1, 'x'));
    await until(() => clientEnd.isPaused());
    expect(client.writableLength).toBeGreaterThan((count / 2) * MIB);
    const atServer = hearing(server, true);
    server.resume();
    await until(() => atServer.length === count);
    expect(atServer.map((message) => message.kind === 'text' && parseInt(message.text, 10))).toEqual(
      Array.from({ length: count }, (_none, index) => index),
    );
  });

  it('does not listen to a client that does not read what it is answered', async () => {
    const { client, clientEnd, say } = await setup();
    client.pause();
    const count = 24;
    for (let index = 0; index < count; index++) say(`bad ${index}:`.padEnd(MIB - 1, 'x'));
    await until(() => clientEnd.isPaused());
    expect(client.writableLength).toBeGreaterThan((count / 3) * MIB);
  });

  it("ends with the client's word, and says so on both sides", async () => {
    const { client, server, told } = await setup();
    const [atClient, atServer] = [hearing(client, false), hearing(server, true)];
    client.write(frame(OPCODE.close, closePayload(4_000, 'enough'), MASK));
    await once(client, 'end');
    await until(() => atServer.length > 0);
    expect(atClient).toEqual([{ kind: 'close', code: 4_000, reason: '' }]);
    expect(atServer).toEqual([{ kind: 'close', code: 1_000, reason: '' }]);
    expect(told).toEqual(['completed']);
  });

  it('closes with 1002 what is no WebSocket, and with 1009 what is too large', async () => {
    for (const [bytes, code] of [
      [Buffer.from('GET / HTTP/1.1\r\n\r\n'), 1_002],
      [frame(OPCODE.text, Buffer.alloc(MIB + 1), MASK), 1_009],
    ] as const) {
      const { client, told } = await setup();
      const atClient = hearing(client, false);
      client.write(bytes);
      await until(() => atClient.length > 0);
      expect(atClient[0]).toMatchObject({ kind: 'close', code });
      expect(told).toEqual([expect.stringContaining('refused')]);
    }
  });

  it.each(['breaks', 'closes in a way of its own'])(
    'tells the client to come back when the model server %s',
    async (how) => {
      const { client, server, told } = await setup();
      const atClient = hearing(client, false);
      if (how === 'breaks') server.resetAndDestroy();
      else server.write(frame(OPCODE.close, closePayload(1_011, 'at /var/lib/secret')));
      await until(() => atClient.length > 0);
      expect(atClient).toEqual([{ kind: 'close', code: 1_012, reason: 'The model server went away. Connect again.' }]);
      expect(told).toEqual(['lost']);
    },
  );

  it('gives up a client that is gone without a word', async () => {
    const { client, server, clock } = await setup();
    const [atClient, atServer] = [hearing(client, false), hearing(server, true)];
    for (let round = 0; round < 3; round++) await clock.advance(HALF_A_MINUTE);
    await until(() => atServer.length > 0);
    expect(atServer).toEqual([{ kind: 'close', code: 1_000, reason: '' }]);
    expect(atClient.map(({ kind }) => kind)).toEqual(['ping', 'ping']);
    await until(() => client.closed);
  });

  it('ends a session in which nobody says anything, though the client is there', async () => {
    const { client, clock, told } = await setup();
    const atClient = hearing(client, false);
    for (let round = 1; round < 20; round++) {
      await clock.advance(HALF_A_MINUTE);
      // The answer to this ping is there only when what came before it, the answer to hal0's, is.
      client.write(frame(OPCODE.pong, NOTHING, MASK));
      client.write(frame(OPCODE.ping, NOTHING, MASK));
      await until(() => atClient.length === 2 * round);
    }
    expect(told).toEqual([]);
    await clock.advance(HALF_A_MINUTE);
    await until(() => atClient.length === 39);
    expect(atClient.at(-1)).toEqual({ kind: 'close', code: 1_000, reason: 'Nothing was said for 10 minutes.' });
    expect(told).toEqual(['completed']);
  });

  it('is closed from here with a reason, and does not wait for a client that does not answer', async () => {
    const { client, server, clientEnd, clock, told, tunnel } = await setup();
    const atClient = hearing(client, false);
    client.on('data', () => undefined);
    tunnel.close(1_001, 'hal0 is stopping.');
    await until(() => atClient.length > 0 && server.readableEnded);
    expect(atClient).toEqual([{ kind: 'close', code: 1_001, reason: 'hal0 is stopping.' }]);
    expect(clientEnd.destroyed).toBe(false);
    await clock.advance(1_000);
    expect(clientEnd.destroyed).toBe(true);
    expect(told).toEqual([]);
  });
});

import { HOST, noise, pick, STRANGE_VALUES, type Random } from './malformed-material.js';
import type { Attempt } from './malformed-wire.js';

const ROUTE = '/v1/realtime';
const KEY = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
const FIELDS = ['type', 'audio', 'turn_detection', 'model', 'input_audio_format', 'input_audio_transcription'];

/** WebSockets that do not come about, or should not have. */
export function brokenRealtime(random: Random): Attempt {
  return random() < 0.4 ? brokenHandshake(random) : brokenFrames(random);
}

function brokenHandshake(random: Random): Attempt {
  const [kind, bytes] = pick<[string, Buffer]>(
    [
      ['no key', handshake('?model=stt', [])],
      ['a key that is none', handshake('?model=stt', ['sec-websocket-key: nonsense'])],
      ['no upgrade', Buffer.from(`GET ${ROUTE}?model=stt HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`)],
      ['another version', handshake('?model=stt', [KEY], '8')],
      ['no slot of that name', handshake(`?model=${encodeURIComponent(noise(9, random).toString('latin1'))}`)],
      ['a slot of another kind', handshake('?model=primary')],
      ['a call', handshake('?model=stt&call_id=1')],
      ['two models', handshake('?model=stt&model=primary')],
      ['a very long model', handshake(`?model=${'x'.repeat(5_000)}`)],
      ['a foreign origin', handshake('?model=stt', [KEY, 'origin: https://evil.example'])],
    ],
    random,
  );
  // Twice the same parameter is the first of them to some, and a session then.
  const isWireBroken = kind === 'two models';
  return { kind: `realtime: ${kind}`, route: ROUTE, bytes, manner: { kind: 'whole' }, isWireBroken };
}

function brokenFrames(random: Random): Attempt {
  const text = (message: unknown) => frame(0x81, Buffer.from(JSON.stringify(message)));
  const session = { [pick(FIELDS, random)]: pick(STRANGE_VALUES, random) };
  const [kind, frames] = pick<[string, Buffer[]]>(
    [
      ['no mask', [Buffer.from([0x81, 0x02, 0x7b, 0x7d])]],
      ['reserved bits', [frame(0xf1, Buffer.from('{}'))]],
      ['an unknown opcode', [frame(0x83, Buffer.from('{}'))]],
      ['a binary message', [frame(0x82, noise(200, random))]],
      ['a ping in pieces', [frame(0x09, Buffer.from('x'))]],
      ['a ping that is too long', [frame(0x89, noise(126, random))]],
      ['very many pings', Array.from({ length: 500 }, () => frame(0x89, Buffer.from('x')))],
      ['very many pieces', Array.from({ length: 2_000 }, (_, at) => frame(at ? 0x00 : 0x01, Buffer.from('x')))],
      ['a length without end', [Buffer.from([0x81, 0xff, ...Array<number>(8).fill(0x7f), 0, 0, 0, 0])]],
      ['no UTF-8', [frame(0x81, Buffer.from([0xff, 0xfe]))]],
      ['a goodbye of one byte', [frame(0x88, Buffer.from('x'))]],
      ['a goodbye with a number that is none', [frame(0x88, Buffer.from([0, 1]))]],
      ['no JSON', [frame(0x81, noise(40, random))]],
      ['no object', [text(pick([[], null, 7, 'x', true], random))]],
      ['an unknown message', [text({ type: pick(STRANGE_VALUES, random) })]],
      ['strange sound', [text({ type: 'input_audio_buffer.append', audio: pick(STRANGE_VALUES, random) })]],
      ['a strange session', [text({ type: 'session.update', session })]],
      ['a strange field', [text({ type: 'input_audio_buffer.commit', ...session })]],
      ['noise', [noise(300, random)]],
    ],
    random,
  );
  const bytes = Buffer.concat([handshake('?model=stt'), ...frames]);
  return { kind: `realtime: ${kind}`, route: ROUTE, bytes, manner: { kind: 'whole' }, isWireBroken: true };
}

function handshake(query: string, headers: readonly string[] = [KEY], version = '13'): Buffer {
  const upgrade = ['connection: upgrade', 'upgrade: websocket', `sec-websocket-version: ${version}`];
  const lines = [`GET ${ROUTE}${query} HTTP/1.1`, `host: ${HOST}`, ...upgrade, ...headers];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const wide = Buffer.alloc(length > 125 ? 2 : 0);
  if (length > 125) wide.writeUInt16BE(Math.min(length, 0xffff));
  // A mask of zeros leaves the payload as it is.
  const head = [first, 0x80 | (length > 125 ? 126 : length)];
  return Buffer.concat([Buffer.from(head), wide, Buffer.alloc(4), payload.subarray(0, 0xffff)]);
}

import type { Manner } from './raw-request.js';
import { HOST, JSON_ROUTES, noise, pick, type Random } from './malformed-material.js';

/** A request that no honest client sends, or that breaks off. */
export interface Attempt {
  /** What is wrong with it, e.g. `json: a field of the wrong type`; figures stand under it. */
  kind: string;
  route: string;
  bytes: Buffer;
  manner: Manner;
  /** Whether the connection itself is broken, so that an answer need be neither hal0's nor there at all. */
  isWireBroken: boolean;
}

/** What a web server's parser refuses, or should. */
export function brokenWire(random: Random): Attempt {
  const { path, body } = pick(JSON_ROUTES, random);
  const text = JSON.stringify(body);
  const head = (...lines: string[]) =>
    `POST ${path} HTTP/1.1\r\nhost: ${HOST}\r\ncontent-type: application/json\r\n${lines.join('\r\n')}\r\n\r\n`;
  const [kind, wire] = pick<[string, string | Buffer]>(
    [
      ['a length that is too great', head(`content-length: ${text.length + 50}`) + text],
      ['a length that is too small', head('content-length: 5') + text],
      ['an expectation', head('expect: nonsense', `content-length: ${text.length}`) + text],
      ['no number for a length', head('content-length: many') + text],
      ['a negative length', head('content-length: -1') + text],
      ['two lengths', head('content-length: 5', `content-length: ${text.length}`) + text],
      [
        'a length and chunks',
        head(`content-length: ${text.length}`, 'transfer-encoding: chunked') + `0\r\n\r\n${text}`,
      ],
      ['a chunk size that is none', head('transfer-encoding: chunked') + `zz\r\n${text}\r\n0\r\n\r\n`],
      ['a chunk that is too short', head('transfer-encoding: chunked') + `ffff\r\n${text}\r\n`],
      ['an unknown encoding', head('transfer-encoding: gzip, nonsense') + text],
      ['a head of 100 kB', head(`x-long: ${'x'.repeat(100_000)}`, `content-length: ${text.length}`) + text],
      ['a path of 100 kB', `GET /v1/${'x'.repeat(100_000)} HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`],
      ['no host', `POST ${path} HTTP/1.1\r\ncontent-length: ${text.length}\r\n\r\n${text}`],
      ['an unknown method', `BREW ${path} HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`],
      ['an unknown version', `GET ${path} HTTP/9.9\r\nhost: ${HOST}\r\n\r\n`],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['TLS', Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), noise(300, random)])],
      ['noise', noise(1 + Math.floor(random() * 500), random)],
      ['a null byte in a header', head('x-null: a\u0000b', `content-length: ${text.length}`) + text],
      ['a folded header', head('x-folded: a\r\n b', `content-length: ${text.length}`) + text],
    ],
    random,
  );
  const bytes = typeof wire === 'string' ? Buffer.from(wire, 'latin1') : wire;
  return { kind: `wire: ${kind}`, route: path, bytes, manner: { kind: 'whole' }, isWireBroken: true };
}

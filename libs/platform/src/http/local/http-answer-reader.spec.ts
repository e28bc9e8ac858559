import { describe, expect, it } from '@jest/globals';
import { HttpAnswerReader } from './http-answer-reader.js';

/** Everything that a reader tells of the bytes, however they are cut. */
function listen() {
  const told = { status: 0, headers: {} as Record<string, unknown>, body: '', ended: '' };
  const reader = new HttpAnswerReader({
    head: (status, headers) => Object.assign(told, { status, headers }),
    body: (bytes) => (told.body += bytes.toString('latin1')),
    end: (rest, isReusable) => {
      told.body += rest?.toString('latin1') ?? '';
      told.ended += isReusable ? 'reusable' : 'spent';
    },
  });
  reader.expect();
  return { told, reader };
}

/** Reads from bytes that change as soon as they were read, as those of a connection do. */
function read(reader: HttpAnswerReader, text: string): void {
  const bytes = Buffer.from(text, 'latin1');
  reader.read(bytes);
  bytes.fill('!');
}

const answer = (...lines: string[]) => lines.join('\r\n');
const PLAIN = answer('HTTP/1.1 200 OK', 'Content-Type: text/plain', 'Content-Length: 4', '', 'häll');
const CHUNKED = answer(
  'HTTP/1.1 200 OK',
  'Transfer-Encoding: chunked',
  '',
  '5',
  'hello',
  '6;x=1',
  ' world',
  '0',
  '',
  '',
);
const BODILESS = answer('HTTP/1.1 204 No Content', '', '');

describe('HttpAnswerReader', () => {
  it.each([
    ['a body of a known length', PLAIN, { status: 200, body: 'häll', ended: 'reusable' }],
    ['chunks', CHUNKED, { status: 200, body: 'hello world', ended: 'reusable' }],
    ['chunks and a trailer', CHUNKED.slice(0, -2) + 'x: y\r\n\r\n', { body: 'hello world', ended: 'reusable' }],
    ['no body', BODILESS, { status: 204, body: '', ended: 'reusable' }],
    ['a body of no length', answer('HTTP/1.1 200 OK', 'content-length: 0', '', ''), { body: '', ended: 'reusable' }],
    ['an interim answer before', answer('HTTP/1.1 100 Continue', '', '') + PLAIN, { status: 200, body: 'häll' }],
    ['a head that says close', PLAIN.replace('\r\n', '\r\nConnection: close\r\n'), { body: 'häll', ended: 'spent' }],
    ['HTTP/1.0', PLAIN.replace('1.1', '1.0'), { body: 'häll', ended: 'spent' }],
    ['HTTP/1.0 that keeps', PLAIN.replace('1.1 200 OK', '1.0 200 OK\r\nConnection: keep-alive'), { ended: 'reusable' }],
    [
      'a length beside chunks',
      CHUNKED.replace('\r\n', '\r\nContent-Length: 3\r\n'),
      { body: 'hello world', ended: 'spent' },
    ],
    ['no reason phrase', PLAIN.replace(' OK', ''), { status: 200, body: 'häll' }],
  ])('reads %s, in one piece or cut anywhere', (_case, text, expected) => {
    const whole = listen();
    read(whole.reader, text);
    expect(whole.told).toMatchObject(expected);
    for (let cut = 1; cut < text.length; cut++) {
      const { told, reader } = listen();
      const bytes = Buffer.from(text, 'latin1');
      reader.read(bytes.subarray(0, cut));
      bytes.fill('!', 0, cut);
      expect(told.ended).toBe('');
      reader.read(bytes.subarray(cut));
      expect(told).toEqual(whole.told);
    }
    const { told, reader } = listen();
    for (const byte of Buffer.from(text, 'latin1')) reader.read(Buffer.of(byte));
    expect(told).toEqual(whole.told);
  });

  it('reads up to the end of the connection where neither a length nor chunks are told', () => {
    const { told, reader } = listen();
    read(reader, answer('HTTP/1.1 200 OK', '', 'hello'));
    read(reader, ' world');
    expect(told).toMatchObject({ body: 'hello world', ended: '' });
    reader.close();
    expect(told.ended).toBe('spent');
  });

  it('joins a header that comes twice, and keeps what is in a value', () => {
    const { told, reader } = listen();
    read(reader, answer('HTTP/1.1 200 OK', 'X-A:1', 'x-a:  2: 3 ', 'content-length: 0', '', ''));
    expect(told.headers).toEqual({ 'x-a': '1, 2: 3', 'content-length': '0' });
  });

  it('reads one answer after another', () => {
    const { told, reader } = listen();
    read(reader, CHUNKED);
    reader.expect();
    read(reader, PLAIN);
    expect(told).toMatchObject({ body: 'hello worldhäll', ended: 'reusablereusable' });
  });

  it('does not use a connection again on which more came than the answer', () => {
    const { told, reader } = listen();
    read(reader, `${PLAIN}HTTP/1.1 200 OK\r\n`);
    expect(told).toMatchObject({ body: 'häll', ended: 'spent' });
    expect(() => read(reader, 'x')).toThrow('nobody asked for');
  });

  it.each([
    ['what is not HTTP', 'hello\r\n\r\n'],
    ['an upgrade nobody asked for', answer('HTTP/1.1 101 Switching Protocols', '', '')],
    ['a header without a name', answer('HTTP/1.1 200 OK', ': x', '', '')],
    ['a line that is no header', answer('HTTP/1.1 200 OK', 'hello', '', '')],
    ['a length that is no number', answer('HTTP/1.1 200 OK', 'content-length: -1', '', '')],
    ['two lengths', answer('HTTP/1.1 200 OK', 'content-length: 1', 'content-length: 2', '', '')],
    ['a coding nobody knows', answer('HTTP/1.1 200 OK', 'transfer-encoding: gzip', '', '')],
    ['a chunk whose size is no number', answer('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', 'zz', '')],
    [
      'a chunk that is longer than it says',
      answer('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '2', 'abc', ''),
    ],
    ['a line without its end', answer('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '2\nab\n')],
    ['an endless head', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(3_000)}`],
    ['an endless line', answer('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '1'.repeat(5_000))],
  ])('refuses %s', (_case, text) => {
    expect(() => read(listen().reader, text)).toThrow(expect.objectContaining({ name: 'HttpAnswerError' }));
  });

  it.each([
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200'],
    ['half a body', PLAIN.slice(0, -1)],
    ['half the chunks', CHUNKED.slice(0, -2)],
  ])('tells a connection that ends after %s', (_case, text) => {
    const { reader } = listen();
    if (text) read(reader, text);
    expect(() => reader.close()).toThrow('breaks off');
  });

  it('takes the end of a connection nobody waits for as what it is', () => {
    const { told, reader } = listen();
    read(reader, PLAIN);
    reader.close();
    expect(told.ended).toBe('reusable');
  });
});

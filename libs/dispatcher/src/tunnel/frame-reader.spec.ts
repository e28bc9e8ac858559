import { describe, expect, it } from '@jest/globals';
import { closePayload, frame, OPCODE } from './frame.js';
import { FrameError, FrameReader, type Message } from './frame-reader.js';

const MASK = Buffer.from([1, 2, 3, 4]);
const LIMIT = 100_000;
const text = (words: string, mask: Buffer | undefined = MASK) => frame(OPCODE.text, Buffer.from(words), mask);
/** Of a copy, because what is masked is unmasked where it lies. */
const readAll = (bytes: Buffer, masked = true): Message[] => [
  ...new FrameReader(masked, LIMIT).read(Buffer.from(bytes)),
];

/** The same frame with other bits in its first byte. */
function marked(whole: Buffer, first: number): Buffer {
  const bytes = Buffer.from(whole);
  bytes[0] = first;
  return bytes;
}

const begin = (words: string) => marked(text(words), OPCODE.text);
const more = (words: string) => marked(text(words), OPCODE.continuation);
const last = (words: string) => marked(text(words), 0x80 | OPCODE.continuation);
const close = (payload: Buffer) => frame(OPCODE.close, payload, MASK);

describe('FrameReader', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536])('reads a message of %i bytes, masked or not', (length) => {
    const words = 'x'.repeat(length);
    expect(readAll(text(words))).toEqual([{ kind: 'text', text: words }]);
    expect(readAll(frame(OPCODE.text, Buffer.from(words)), false)).toEqual([{ kind: 'text', text: words }]);
  });

  it('reads the same however the bytes come', () => {
    const bytes = Buffer.concat([text('Grüße'), frame(OPCODE.ping, Buffer.from('?'), MASK), text('y'.repeat(300))]);
    const expected = readAll(bytes);
    expect(expected).toHaveLength(3);
    for (const size of [1, 2, 3, 7, 100]) {
      const reader = new FrameReader(true, LIMIT);
      const messages: Message[] = [];
      for (let at = 0; at < bytes.length; at += size)
        messages.push(...reader.read(Buffer.from(bytes.subarray(at, at + size))));
      expect(messages).toEqual(expected);
    }
  });

  it('puts a message together from its pieces, with a ping between them', () => {
    const bytes = Buffer.concat([
      begin('a'),
      frame(OPCODE.ping, Buffer.alloc(0), MASK),
      more('b'),
      last('c'),
      text('d'),
    ]);
    expect(readAll(bytes).map((message) => (message.kind === 'text' ? message.text : message.kind))).toEqual([
      'ping',
      'abc',
      'd',
    ]);
  });

  it('reads why it is over', () => {
    expect(readAll(close(closePayload(4_001, 'done')))).toEqual([{ kind: 'close', code: 4_001, reason: 'done' }]);
    expect(readAll(close(Buffer.alloc(0)))).toEqual([{ kind: 'close', code: 1_005, reason: '' }]);
  });

  it('writes no reason that is too long for a close frame, and cuts no letter in two', () => {
    const payload = closePayload(1_012, 'ü'.repeat(100));
    expect(payload.length).toBeLessThanOrEqual(125);
    expect(readAll(close(payload))).toEqual([{ kind: 'close', code: 1_012, reason: 'ü'.repeat(61) }]);
  });

  const huge = Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]);
  it.each<[string, Buffer, number]>([
    ['a frame of a client without a mask', frame(OPCODE.text, Buffer.from('x')), 1_002],
    ['an extension that was not agreed on', marked(text('x'), 0xc1), 1_002],
    ['a kind of frame that there is none of', marked(text('x'), 0x83), 1_002],
    ['a ping in pieces', marked(text('x'), OPCODE.ping), 1_002],
    ['a ping that is too long', marked(text('x'.repeat(126)), 0x80 | OPCODE.ping), 1_002],
    ['a piece of nothing', more('x'), 1_002],
    ['a message within another', Buffer.concat([begin('a'), text('b')]), 1_002],
    ['a close frame with half a code', close(Buffer.from([3])), 1_002],
    ['a close code that is never sent', close(closePayload(1_006, '')), 1_002],
    ['a reason that is no text', close(Buffer.from([3, 0xe8, 0xff])), 1_002],
    ['a text that is none', frame(OPCODE.text, Buffer.from([0xff]), MASK), 1_007],
    ['a message over the limit', text('x'.repeat(LIMIT + 1)), 1_009],
    ['pieces over the limit', Buffer.concat([begin('x'.repeat(60_000)), more('x'.repeat(60_000))]), 1_009],
    ['a length that nothing has', huge, 1_009],
    [
      'more pieces than any message needs',
      Buffer.concat([begin(''), ...Array.from({ length: 1_100 }, () => more(''))]),
      1_009,
    ],
  ])('refuses %s', (_what, bytes, closeCode) => {
    expect(() => readAll(bytes)).toThrow(expect.objectContaining({ closeCode }));
    expect(() => readAll(bytes)).toThrow(FrameError);
  });

  it('refuses a length over the limit before anything of the message has come', () => {
    expect(() => readAll(huge.subarray(0, 14))).toThrow(FrameError);
  });
});

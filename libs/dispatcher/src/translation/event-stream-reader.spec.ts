import { describe, expect, it } from '@jest/globals';
import { EventStreamReader } from './event-stream-reader.js';

const STREAM = Buffer.from(
  ': a comment\n\nevent: ping\ndata: {}\n\ndata: {"said":"grüße 🌍"}\n\ndata: two\ndata: lines\r\n\r\ndata: [DONE]\n\n',
);
const EVENTS = ['ping {}', ' {"said":"grüße 🌍"}', ' two\nlines', ' [DONE]'];

function read(...pieces: Buffer[]): string[] {
  const events: string[] = [];
  const reader = new EventStreamReader((data, name) => events.push(`${name ?? ''} ${data}`));
  for (const piece of pieces) reader.read(piece);
  return events;
}

describe('EventStreamReader', () => {
  it('reads the same events wherever the bytes are cut in two', () => {
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      expect(read(STREAM.subarray(0, cut), STREAM.subarray(cut))).toEqual(EVENTS);
    }
  });

  it('reads them byte by byte', () => {
    expect(read(...Array.from(STREAM, (byte) => Buffer.of(byte)))).toEqual(EVENTS);
  });

  it('does not take an event without end into memory', () => {
    const reader = new EventStreamReader(() => undefined);
    const piece = Buffer.alloc(1_048_576, 'a');
    reader.read(Buffer.from('unknown: line\ndata: '));
    expect(() => {
      for (let mebibytes = 0; mebibytes < 20; mebibytes += 1) reader.read(piece);
    }).toThrow('exceed');
  });
});

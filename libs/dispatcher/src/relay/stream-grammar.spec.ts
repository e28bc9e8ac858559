import { describe, expect, it } from '@jest/globals';
import { ResponsesGrammar } from './stream-grammar.js';

const BEGUN = 'event: response.created\ndata: {}\n\nevent: response.output_text.delta\ndata: {"delta":"Hi"}\n\n';
const last = (type: string, size = 0) => `event: response.${type}\ndata: {"response":"${'x'.repeat(size)}"}\n\n`;

/** Whether a stream that comes in these pieces counts as whole, of which only the last bytes are still at hand at its end. */
function isComplete(...pieces: string[]): boolean {
  const grammar = new ResponsesGrammar();
  for (const piece of pieces) grammar.errorAt(Buffer.from(piece));
  return grammar.isComplete(Buffer.from(pieces.at(-1)?.slice(-2_048) ?? ''));
}

describe('ResponsesGrammar', () => {
  it.each([['completed'], ['incomplete'], ['failed']])('takes a stream that ends with %s for whole', (type) => {
    expect(isComplete(BEGUN + last(type))).toBe(true);
  });

  it('finds the name of the last event wherever the stream is cut, and however long the event is', () => {
    const stream = BEGUN + last('completed', 100_000);
    for (let at = BEGUN.length - 2; at < BEGUN.length + 30; at++) {
      expect([at, isComplete(stream.slice(0, at), stream.slice(at))]).toEqual([at, true]);
    }
  });

  it('does not take a stream for whole that was cut between two events, or within the last one', () => {
    expect(isComplete(BEGUN)).toBe(false);
    expect(isComplete(BEGUN + last('completed').slice(0, -3))).toBe(false);
  });

  it('is not deceived by what the model says', () => {
    expect(isComplete(`${BEGUN}data: {"delta":"\\nevent: response.completed\\n"}\n\n`)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outlineOfJson } from './json-outline.js';

const outline = (json: string): unknown => JSON.parse(outlineOfJson(Buffer.from(json)).toString());
const long = 'x'.repeat(5_000);

describe('outlineOfJson', () => {
  it('leaves out long strings, wherever they stand, and keeps everything else', () => {
    const picture = `data:image/png;base64,${long}`;
    expect(outline(JSON.stringify({ model: 'primary', messages: [{ content: [picture, 'hi'] }], n: 1 }))).toEqual({
      model: 'primary',
      messages: [{ content: ['(a long text)', 'hi'] }],
      n: 1,
    });
    expect(outline(JSON.stringify({ [long]: true }))).toEqual({ '(a long text)': true });
  });

  it('is not misled by quotes and backslashes in strings', () => {
    expect(outline(JSON.stringify([`${long}"`, `${long}\\`, '"', '\\"', 'end']))).toEqual([
      '(a long text)',
      '(a long text)',
      '"',
      '\\"',
      'end',
    ]);
  });

  it.each([`{"a":"${long}`, `{"a":"${long}" "b":1}`, `{"a":"${long}",}`, `"${long}"]`])(
    'leaves what is wrong around a long string wrong (%#)',
    (json) => expect(() => outline(json)).toThrow(SyntaxError),
  );

  it('gives up where short strings go on and on, and takes heart with each long one', () => {
    const short = Array.from({ length: 30 }, () => 'short');
    expect(outline(JSON.stringify([...short, long]))).toEqual([...short, long]);
    expect(outline(JSON.stringify([long, 'a', 'b', long, ...short, long]))).toEqual([
      ...['(a long text)', 'a', 'b', '(a long text)'],
      ...short,
      long,
    ]);
  });

  it('changes nothing where no string is long', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const bytes = Buffer.from(json);
        expect(outlineOfJson(bytes)).toBe(bytes);
      }),
    );
  });
});

import { JsonBody, type Measure } from '@hal0/dispatcher';
import { describe, expect, it } from '@jest/globals';
import { CuttableInputs, type Input } from './cuttable-inputs.js';

const BEGIN = 1;
const END = 2;
const words = (text: string) => (text ? text.split(' ').map((word) => word.length + 100) : []);

/** A model that has a token for each word. */
const model = (most: number, before: number[], behind: number[]): Measure => ({
  most,
  tokensOf: (text) => Promise.resolve([...before, ...words(text), ...behind]),
});

function cuttable(...texts: string[]) {
  const bodyWith = (input: readonly Input[]) => new JsonBody(Buffer.from(JSON.stringify({ input })), undefined);
  const body = new CuttableInputs(texts, bodyWith);
  const input = () => (JSON.parse((body.unchanged() as Buffer).toString()) as { input: unknown }).input;
  return { body, input };
}

const LONG = 'a bb ccc dddd eeeee ffffff';

describe('texts that may be cut', () => {
  it('are whole until the model has refused them', () => {
    expect(cuttable(LONG, 'x').input()).toEqual([LONG, 'x']);
  });

  it.each([
    ['has marks on both sides', [BEGIN], [END], [BEGIN, 101, 102, 103, END]],
    ['has one before', [BEGIN], [], [BEGIN, 101, 102, 103, 104]],
    ['has one behind', [], [END], [101, 102, 103, 104, END]],
    ['has none', [], [], [101, 102, 103, 104, 105]],
  ])('lose their end and no mark, for a model that %s', async (_what, before, behind, expected) => {
    const { body, input } = cuttable(LONG, 'a bb');
    expect(await body.shorten(model(5, before, behind))).toBe(true);
    expect(input()).toEqual([expected, 'a bb']);
  });

  it('are not measured when they fit whatever the model is', async () => {
    const { body, input } = cuttable('short');
    const asked: string[] = [];
    const tokensOf = (text: string) => {
      asked.push(text);
      return Promise.resolve([]);
    };
    expect(await body.shorten({ most: 512, tokensOf })).toBe(true);
    expect([input(), asked]).toEqual([['short'], ['']]);
  });

  it('are cut once: what is still refused is refused', async () => {
    const { body } = cuttable(LONG);
    expect(await body.shorten(model(5, [], []))).toBe(true);
    expect(await body.shorten(model(3, [], []))).toBe(false);
  });
});

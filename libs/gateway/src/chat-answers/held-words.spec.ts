import { describe, expect, it } from '@jest/globals';
import { MessagesAnswer } from '../anthropic/messages-answer.js';
import { AnswerTimes } from '../ollama/answers/answer-times.js';
import { asMessage, TextAnswer } from '../ollama/answers/text-answer.js';
import { FakeClock } from '@hal0/platform/testing';
import { ResponsesAnswer } from '../responses/responses-answer.js';
import { MOST_HELD } from './held-words.js';

const PIECE = 1_048_576;
const chunk = (delta: object) =>
  JSON.stringify({ id: 'chatcmpl-1', model: 'demo', created: 5, choices: [{ index: 0, delta, finish_reason: null }] });
const call = (index: number, text: string) =>
  chunk({ tool_calls: [{ index, function: { name: 'f', arguments: text } }] });

const DIALECTS = {
  responses: () => new ResponsesAnswer({}),
  anthropic: () => new MessagesAnswer(),
  ollama: () => new TextAnswer('demo', new AnswerTimes(new FakeClock(), 0), asMessage),
};
const dialects = Object.keys(DIALECTS) as (keyof typeof DIALECTS)[];

describe('a stream without an end', () => {
  it.each(dialects)('is given up when the arguments of a call fill the memory: %s', (dialect) => {
    const answer = DIALECTS[dialect]();
    const piece = call(0, ' '.repeat(PIECE));
    expect(() => {
      for (let told = 0; told <= MOST_HELD; told += PIECE) answer.event(piece);
    }).toThrow('no end');
  });

  it('is given up when its text does that, which is told again at the end', () => {
    const answer = DIALECTS.responses();
    const piece = chunk({ content: 'x'.repeat(PIECE) });
    expect(() => {
      for (let told = 0; told <= MOST_HELD; told += PIECE) answer.event(piece);
    }).toThrow('no end');
  });

  it.each(['anthropic', 'ollama'] as const)('may go on where nothing of it is kept: %s', (dialect) => {
    const answer = DIALECTS[dialect]();
    const piece = chunk({ content: 'x'.repeat(PIECE) });
    for (let told = 0; told <= MOST_HELD; told += PIECE) expect(answer.event(piece)).toContain('xxx');
  });

  it('is given up when it has items without number', () => {
    const answer = DIALECTS.responses();
    const pieces = [chunk({ content: 'a' }), chunk({ reasoning_content: 'b' })];
    let told = 0;
    expect(() => {
      for (; told < 2_000_000; told++) answer.event(pieces[told % 2] as string);
    }).toThrow('no end');
    expect(told).toBeLessThan(200_000);
  });
});

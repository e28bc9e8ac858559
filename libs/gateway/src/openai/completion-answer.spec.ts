import { describe, expect, it } from '@jest/globals';
import { completionsForSlots } from '../slot-words/completions-for-slots.js';
import { CompletionAnswer, completionNeedsMending } from './completion-answer.js';

const token = (text: string, logprob: number) => ({ token: text, logprob, top_logprobs: [{ token: text, logprob }] });
const chunk = (index: number, content: object[] | null) => ({
  object: 'text_completion',
  choices: [{ index, text: 'x', logprobs: content && { content }, finish_reason: null }],
});
const payload = (event: string) => JSON.parse(event.slice('data: '.length)) as ReturnType<typeof chunk>;

describe('a completion', () => {
  it.each([
    [{ prompt: 'a' }, false],
    [{ prompt: ['a', 'b'] }, false],
    [{ prompt: ['a'], stream: true }, false],
    [{ prompt: [1, 2, 3], stream: true }, false],
    [{ prompt: ['a', 'b'], stream: true }, true],
    [{ prompt: [[1], [2]], stream: true }, true],
    [{ prompt: 'a', logprobs: 2 }, true],
    [{ prompt: 'a', logprobs: null }, false],
  ])('passes as it is unless its answer differs from OpenAI: %j', (fields, differs) =>
    expect(completionNeedsMending(fields)).toBe(differs),
  );

  it('tells logprobs as completions have them, with offsets that go on over a stream', () => {
    const answer = new CompletionAnswer();
    const event = (...said: Parameters<typeof chunk>) => payload(answer.event(JSON.stringify(chunk(...said))));
    expect(event(0, [token('Hi', -0.5)]).choices[0]?.logprobs).toMatchObject({
      tokens: ['Hi'],
      token_logprobs: [-0.5],
      top_logprobs: [{ Hi: -0.5 }],
      text_offset: [0],
    });
    expect(event(1, [token('So', -1)]).choices[0]?.logprobs).toMatchObject({ text_offset: [0] });
    expect(event(0, [token(' you', -1), token('!', -2)]).choices[0]?.logprobs).toMatchObject({ text_offset: [2, 6] });
    expect(event(0, null).choices[0]?.logprobs).toBeNull();
    const whole = JSON.parse(new CompletionAnswer().plain(Buffer.from(JSON.stringify(chunk(0, [token('a', -1)])))));
    expect(whole).toMatchObject({ choices: [{ logprobs: { tokens: ['a'] } }] });
  });

  it('has no empty event between the answers to several prompts', () => {
    const answer = new CompletionAnswer();
    expect([answer.event('null'), answer.end()]).toEqual(['', 'data: [DONE]\n\n']);
  });

  it.each([
    [{ prompt: 'a', echo: true }, 'echo'],
    [{ prompt: 'a', best_of: 2 }, 'best_of'],
    [{ prompt: 'a', suffix: 'z' }, 'suffix'],
    [{ prompt: 'a', max_tokens: 0 }, 'max_tokens'],
  ])('is refused by slots for what they would pass over in silence: %j', (fields, param) => {
    expect(completionsForSlots.differ(fields)).toBe(true);
    expect(() => completionsForSlots.tell(fields)).toThrow(
      expect.objectContaining({ code: 'dispatch.untranslatable', param }),
    );
  });

  it('may say that it wants none of that', () => {
    expect(completionsForSlots.differ({ prompt: 'a', echo: false, best_of: 1, suffix: '' })).toBe(false);
    expect(completionsForSlots.differ({ prompt: 'a', echo: null, suffix: null })).toBe(false);
  });
});

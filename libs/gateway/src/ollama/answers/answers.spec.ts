import { FakeClock } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import { AnswerTimes } from './answer-times.js';
import { EmbedAnswer, singleEmbedding } from './embed-answer.js';
import { asMessage, asResponse, TextAnswer } from './text-answer.js';

/** As llama-server sends them. */
const TIMINGS = { cache_n: 10, prompt_n: 6, prompt_ms: 40, predicted_n: 5, predicted_ms: 200 };

function answering(wrap = asMessage) {
  const clock = new FakeClock();
  const times = new AnswerTimes(clock, clock.monotonic());
  return { clock, answer: new TextAnswer('primary', times, wrap) };
}

const chunk = (delta: object, rest: object = {}) => JSON.stringify({ model: 'demo', choices: [{ delta, ...rest }] });

const lines = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('TextAnswer', () => {
  it.each([
    ['refuses', { content: null, refusal: 'No.' }, { content: 'No.' }],
    [
      'says a list of parts',
      {
        content: [
          { type: 'thinking', thinking: [{ text: 'hm' }] },
          { type: 'text', text: 'Hi' },
        ],
      },
      { content: 'Hi', thinking: 'hm' },
    ],
  ])('reads a model that %s', (_what, said, told) => {
    const { answer } = answering();
    expect(lines(answer.event(chunk(said)))).toMatchObject([{ message: told }]);
    const whole = answering().answer.plain(Buffer.from(JSON.stringify({ choices: [{ message: said }] })));
    expect(JSON.parse(whole)).toMatchObject({ message: told });
  });

  it('tells calls apart that have the same index', () => {
    const { answer } = answering();
    const call = (id: string, name: string) => ({ index: 0, id, function: { name, arguments: '{}' } });
    answer.event(chunk({ tool_calls: [call('c1', 'look')] }));
    answer.event(chunk({ tool_calls: [call('c2', 'hear')] }));
    expect(lines(answer.end())[0]).toMatchObject({
      message: { tool_calls: [{ function: { name: 'look' } }, { function: { name: 'hear' } }] },
    });
  });

  it('does not take a stream that says nothing for an answer', () => {
    expect(() => answering().answer.end()).toThrow('without any part');
  });

  it('writes a stream as lines, with one that is done and tells how long it took', async () => {
    const { clock, answer } = answering();
    let text = answer.event(chunk({ role: 'assistant', content: null }));
    text += answer.event(chunk({ content: 'Hel' }));
    text += answer.event(chunk({ content: 'lo' }));
    text += answer.event(JSON.stringify({ choices: [{ delta: {}, finish_reason: 'length' }], timings: TIMINGS }));
    text += answer.event(JSON.stringify({ choices: [], usage: { prompt_tokens: 16, completion_tokens: 5 } }));
    await clock.advance(1_000);
    text += answer.end();
    const told = lines(text);
    expect(told.map(({ message, done }) => [message, done])).toEqual([
      [{ role: 'assistant', content: 'Hel' }, false],
      [{ role: 'assistant', content: 'lo' }, false],
      [{ role: 'assistant', content: '' }, true],
    ]);
    expect(told.at(-1)).toMatchObject({
      model: 'demo',
      done_reason: 'length',
      total_duration: 1_000_000_000,
      load_duration: 760_000_000,
      prompt_eval_count: 16,
      prompt_eval_duration: 40_000_000,
      eval_count: 5,
      eval_duration: 200_000_000,
    });
  });

  it('divides the time at the first word when the model server measures nothing', async () => {
    const { clock, answer } = answering();
    await clock.advance(300);
    answer.event(chunk({ content: 'a' }));
    await clock.advance(700);
    expect(lines(answer.end())[0]).toMatchObject({
      prompt_eval_duration: 300_000_000,
      eval_duration: 700_000_000,
      load_duration: 0,
    });
  });

  it('tells thinking apart, in both of the words for it', () => {
    const { answer } = answering(asResponse);
    const text = answer.event(chunk({ reasoning_content: 'Hm' })) + answer.event(chunk({ reasoning: '...' }));
    expect(lines(text)).toMatchObject([
      { response: '', thinking: 'Hm' },
      { response: '', thinking: '...' },
    ]);
  });

  it('tells a call of a tool whole, with its arguments as an object', () => {
    const { answer } = answering();
    const part = (index: number, call: object) => chunk({ tool_calls: [{ index, ...call }] });
    expect(answer.event(part(0, { id: 'a', function: { name: 'get', arguments: '{"ci' } }))).toBe('');
    answer.event(part(0, { function: { arguments: 'ty":"Rome"}' } }));
    answer.event(part(1, { id: 'b', function: { name: 'now', arguments: '' } }));
    const [called, done] = lines(answer.end());
    expect(called).toMatchObject({
      done: false,
      message: {
        tool_calls: [
          { id: 'a', function: { name: 'get', arguments: { city: 'Rome' } } },
          { id: 'b', function: { name: 'now', arguments: {} } },
        ],
      },
    });
    expect(done).toMatchObject({ done: true, done_reason: 'stop' });
  });

  it('leaves a call out that the limit has cut short, and fails at one that makes no sense', () => {
    const broken = { tool_calls: [{ index: 0, function: { name: 'get', arguments: '{"ci' } }] };
    const cut = answering().answer;
    cut.event(chunk(broken, { finish_reason: 'length' }));
    expect(lines(cut.end())).toHaveLength(1);
    const senseless = answering().answer;
    senseless.event(chunk(broken, { finish_reason: 'tool_calls' }));
    expect(() => senseless.end()).toThrow();
  });

  it('turns a plain chat and a plain completion around', () => {
    const chat = { model: 'demo', choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], timings: TIMINGS };
    expect(JSON.parse(answering().answer.plain(Buffer.from(JSON.stringify(chat))))).toMatchObject({
      model: 'demo',
      message: { role: 'assistant', content: 'Hi' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 16,
      eval_count: 5,
    });
    const completion = { choices: [{ text: 'upon', finish_reason: 'stop' }] };
    const body = Buffer.from(JSON.stringify(completion));
    expect(JSON.parse(answering(asResponse).answer.plain(body))).toMatchObject({ model: 'primary', response: 'upon' });
  });
});

describe('embeddings', () => {
  const body = Buffer.from(
    JSON.stringify({
      model: 'embed-model',
      data: [
        { index: 1, embedding: [3, 4] },
        { index: 0, embedding: [1, 2] },
      ],
      usage: { prompt_tokens: 7 },
    }),
  );

  it('come in the order of the texts', () => {
    const clock = new FakeClock();
    const answer = new EmbedAnswer('embed', new AnswerTimes(clock, clock.monotonic()));
    expect(JSON.parse(answer.plain(body))).toMatchObject({
      model: 'embed-model',
      embeddings: [
        [1, 2],
        [3, 4],
      ],
      prompt_eval_count: 7,
    });
    expect(JSON.parse(String(singleEmbedding.plain(body)))).toEqual({ embedding: [1, 2] });
  });
});

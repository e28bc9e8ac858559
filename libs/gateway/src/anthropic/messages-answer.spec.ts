import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from '@jest/globals';
import { MessagesAnswer } from './messages-answer.js';

const usage = { prompt_tokens: 14, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 10 } };

/** What the official client makes of a translated stream. */
async function readBySdk(...chunks: object[]): Promise<Anthropic.Message> {
  const fetch = () =>
    Promise.resolve(new Response(stream(...chunks), { headers: { 'content-type': 'text/event-stream' } }));
  const client = new Anthropic({ apiKey: 'none', baseURL: 'http://hal0.invalid', maxRetries: 0, fetch });
  return client.messages
    .stream({ model: 'primary', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] })
    .finalMessage();
}

function stream(...chunks: object[]): string {
  const answer = new MessagesAnswer();
  return chunks.map((chunk) => answer.event(JSON.stringify(chunk))).join('') + answer.end();
}

function delta(said: object, finish_reason: string | null = null): object {
  return { id: 'chatcmpl-1', model: 'demo', choices: [{ index: 0, delta: said, finish_reason }] };
}

function plain(message: object, finish_reason = 'stop'): Record<string, unknown> {
  const completion = { id: 'chatcmpl-1', model: 'demo', choices: [{ message, finish_reason }], usage };
  return JSON.parse(new MessagesAnswer().plain(Buffer.from(JSON.stringify(completion)))) as Record<string, unknown>;
}

/** Two calls whose pieces come in turns. */
const MIXED = [
  delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'look', arguments: '' } }] }),
  delta({ tool_calls: [{ index: 1, id: 'c2', function: { name: 'hear', arguments: '' } }] }),
  delta({ tool_calls: [{ index: 0, function: { arguments: '{"at":' } }] }),
  delta({ tool_calls: [{ index: 1, function: { arguments: '{"at":"s' } }] }),
  delta({ tool_calls: [{ index: 0, function: { arguments: '"sky"}' } }] }),
  delta({ tool_calls: [{ index: 1, function: { arguments: 'ea"}' } }] }),
  delta({}, 'tool_calls'),
];

describe('MessagesAnswer', () => {
  it('gives the official client thoughts, text and tool calls of a stream, with the counts of tokens', async () => {
    const message = await readBySdk(
      delta({ role: 'assistant', content: null }),
      delta({ reasoning_content: 'Let me ' }),
      delta({ reasoning_content: 'see.' }),
      delta({ content: 'I look ' }),
      delta({ content: 'up.' }),
      delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'look', arguments: '{"at":' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '"sky"}' } }] }),
      delta({ tool_calls: [{ index: 1, id: 'c2', function: { name: 'wait', arguments: '' } }] }),
      delta({}, 'tool_calls'),
      { choices: [], usage },
    );
    expect(message).toMatchObject({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'demo',
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'Let me see.' },
        { type: 'text', text: 'I look up.' },
        { type: 'tool_use', id: 'c1', name: 'look', input: { at: 'sky' } },
        { type: 'tool_use', id: 'c2', name: 'wait', input: {} },
      ],
      usage: { input_tokens: 4, cache_read_input_tokens: 10, output_tokens: 9 },
    });
  });

  it('tells its events in the order of the Messages API', () => {
    const names = stream(delta({ content: 'Hi' }), delta({}, 'length')).match(/^event: .*$/gm);
    expect(names).toEqual([
      'event: message_start',
      'event: ping',
      'event: content_block_start',
      'event: content_block_delta',
      'event: content_block_stop',
      'event: message_delta',
      'event: message_stop',
    ]);
  });

  it('tells a whole answer', () => {
    const call = { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } };
    expect(plain({ content: 'Hi', reasoning_content: 'hm', tool_calls: [call] }, 'tool_calls')).toEqual({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'demo',
      content: [
        { type: 'thinking', thinking: 'hm', signature: '' },
        { type: 'text', text: 'Hi' },
        { type: 'tool_use', id: 'c1', name: 'look', input: { at: 'sky' } },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: {
        input_tokens: 4,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 10,
        output_tokens: 9,
      },
    });
  });

  it.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['content_filter', 'refusal'],
  ])('says why it ended: %s is %s', (finishReason, stopReason) => {
    expect(plain({ content: 'Hi' }, finishReason).stop_reason).toBe(stopReason);
  });

  it('tells calls one after another that come mixed', async () => {
    const { content } = await readBySdk(...MIXED);
    expect(content).toEqual([
      { type: 'tool_use', id: 'c1', name: 'look', input: { at: 'sky' } },
      { type: 'tool_use', id: 'c2', name: 'hear', input: { at: 'sea' } },
    ]);
  });

  it('tells a call as soon as the one before it is whole', () => {
    const answer = new MessagesAnswer();
    const text = MIXED.slice(0, -2).map((chunk) => answer.event(JSON.stringify(chunk)));
    expect(text.at(-1)).toContain('"name":"hear"');
  });

  it.each([
    ['OpenRouter', { reasoning: 'hm', content: 'Hi' }],
    [
      'Mistral',
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
          { type: 'text', text: 'Hi' },
        ],
      },
    ],
  ])('reads thoughts and text in the words of %s', async (_who, said) => {
    const expected = [
      { type: 'thinking', thinking: 'hm', signature: '' },
      { type: 'text', text: 'Hi' },
    ];
    expect(plain(said).content).toEqual(expected);
    expect((await readBySdk(delta(said))).content).toEqual(expected);
  });

  it.each([
    ['no index', undefined],
    ['the same index', 0],
  ])('tells calls apart that have %s', async (_what, index) => {
    const call = (id: string, name: string, args: string) => ({ index, id, function: { name, arguments: args } });
    const { content } = await readBySdk(
      delta({ tool_calls: [call('c1', 'look', '{"at":"sky"}')] }),
      delta({ tool_calls: [call('c2', 'hear', '{"at":"sea"}')] }),
      delta({}, 'tool_calls'),
    );
    expect(content).toMatchObject([
      { id: 'c1', name: 'look', input: { at: 'sky' } },
      { id: 'c2', name: 'hear', input: { at: 'sea' } },
    ]);
  });

  it('says at which word of the client the model was stopped', async () => {
    const told = { __verbose: { stopping_word: 'END' } };
    expect(await readBySdk(delta({ content: 'Hi' }), { ...delta({}, 'stop'), ...told })).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
    });
    const completion = { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], ...told };
    expect(JSON.parse(new MessagesAnswer().plain(Buffer.from(JSON.stringify(completion))))).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: 'END',
    });
  });

  it.each(['{', 'Hi'])(
    'does not say again what the request began the answer with, when it began with %j',
    (prefill) => {
      const completion = { choices: [{ message: { content: '{"a":1}' }, finish_reason: 'stop' }] };
      const text = new MessagesAnswer(prefill).plain(Buffer.from(JSON.stringify(completion)));
      expect(JSON.parse(text)).toMatchObject({ content: [{ text: prefill === '{' ? '"a":1}' : '{"a":1}' }] });
    },
  );

  it('says nothing to a request that wants the model only to read', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 1 };
    const completion = { choices: [{ message: { content: 'Hi' }, finish_reason: 'length' }], usage };
    const text = new MessagesAnswer('', true).plain(Buffer.from(JSON.stringify(completion)));
    expect(JSON.parse(text)).toMatchObject({ content: [], stop_reason: 'max_tokens', usage: { input_tokens: 5 } });
    const answer = new MessagesAnswer('', true);
    const told = answer.event(JSON.stringify(delta({ content: 'Hi' }, 'length'))) + answer.end();
    expect(told).toContain('"stop_reason":"max_tokens"');
    expect(told).not.toContain('content_block');
  });

  it('does not take a stream that says nothing for an answer', () => {
    expect(() => stream()).toThrow('without any part');
  });

  it('does not read what is no chat completion', () => {
    expect(() => new MessagesAnswer().plain(Buffer.from('{"choices":[]}'))).toThrow('without a message');
  });
});

import { describe, expect, it } from '@jest/globals';
import { readChatRequest } from './chat-request.js';
import { readEmbedRequest } from './embed-request.js';
import { readGenerateRequest } from './generate-request.js';

const HELLO = [{ role: 'user', content: 'Hello' }];

describe('readChatRequest', () => {
  it('streams unless told otherwise, and asks for the usage', () => {
    expect(readChatRequest({ messages: HELLO })).toEqual({
      path: '/v1/chat/completions',
      body: { messages: HELLO, stream: true, stream_options: { include_usage: true } },
      isEmpty: false,
      stream: true,
    });
    expect(readChatRequest({ messages: HELLO, stream: false }).body).toEqual({ messages: HELLO, stream: false });
  });

  it("hands the options on under OpenAI's names, and leaves those of loading to the slot", () => {
    const options = { temperature: 0, num_predict: 5, top_k: 3, stop: ['x'], num_ctx: 8192, num_gpu: 99 };
    expect(readChatRequest({ messages: HELLO, stream: false, options }).body).toEqual({
      messages: HELLO,
      stream: false,
      temperature: 0,
      max_tokens: 5,
      top_k: 3,
      stop: ['x'],
    });
    for (const num_predict of [0, -1, -2]) {
      expect(readChatRequest({ messages: HELLO, options: { num_predict } }).body).not.toHaveProperty('max_tokens');
    }
  });

  it('asks for JSON, and for JSON of a schema', () => {
    expect(readChatRequest({ messages: HELLO, format: 'json' }).body.response_format).toEqual({ type: 'json_object' });
    const schema = { type: 'object' };
    expect(readChatRequest({ messages: HELLO, format: schema }).body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { schema },
    });
  });

  it.each([
    [false, { chat_template_kwargs: { enable_thinking: false } }],
    ['high', { reasoning_effort: 'high' }],
  ])('tells whether to think (%j)', (think, expected) => {
    expect(readChatRequest({ messages: HELLO, think }).body).toMatchObject(expected);
  });

  it('shows pictures as what they are', () => {
    const [message] = readChatRequest({ messages: [{ role: 'user', content: 'What?', images: ['/9j/4AAQ'] }] }).body
      .messages as unknown[];
    expect(message).toEqual({
      role: 'user',
      content: [
        { type: 'text', text: 'What?' },
        { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/4AAQ' } },
      ],
    });
  });

  it('brings answers of tools to their calls, by name and else in order', () => {
    const call = (name: string) => ({ function: { name, arguments: { city: name } } });
    const { body } = readChatRequest({
      messages: [
        { role: 'assistant', content: '', tool_calls: [call('rome'), call('oslo'), call('bern')] },
        { role: 'tool', content: 'cold', tool_name: 'oslo' },
        { role: 'tool', content: 'warm' },
        { role: 'tool', content: 'wet', tool_name: 'bern' },
      ],
    });
    expect(body.messages).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: ['rome', 'oslo', 'bern'].map((name, index) => ({
          id: `call_${index}`,
          type: 'function',
          function: { name, arguments: `{"city":"${name}"}` },
        })),
      },
      { role: 'tool', content: 'cold', tool_call_id: 'call_1' },
      { role: 'tool', content: 'warm', tool_call_id: 'call_0' },
      { role: 'tool', content: 'wet', tool_call_id: 'call_2' },
    ]);
  });

  it.each([
    [{ messages: 'hello' }, 'messages'],
    [{ messages: [{ content: 'a' }] }, 'messages'],
    [{ messages: HELLO, options: { temperature: 'hot' } }, 'temperature'],
    [{ messages: HELLO, options: { stop: 5 } }, 'stop'],
    [{ messages: HELLO, format: 'xml' }, 'format'],
    [{ messages: HELLO, think: 'hard' }, 'think'],
    [{ messages: HELLO, stream: 'yes' }, 'stream'],
  ])('names the field that is wrong (%j)', (fields, param) => {
    expect(() => readChatRequest(fields)).toThrow(expect.objectContaining({ httpStatus: 400, param }));
  });

  it('knows a request that only wants the model loaded', () => {
    expect(readChatRequest({}).isEmpty).toBe(true);
  });
});

describe('readGenerateRequest', () => {
  it('is a chat of one message, with the system prompt before it', () => {
    expect(readGenerateRequest({ prompt: 'Why?', system: 'Be short', stream: false })).toMatchObject({
      path: '/v1/chat/completions',
      body: {
        messages: [
          { role: 'system', content: 'Be short' },
          { role: 'user', content: 'Why?' },
        ],
      },
    });
  });

  it('carries a raw text on as it stands', () => {
    const schema = { type: 'array' };
    expect(readGenerateRequest({ prompt: 'Once', raw: true, stream: false, format: schema })).toMatchObject({
      path: '/v1/completions',
      body: { prompt: 'Once', json_schema: schema },
    });
  });

  it.each(['suffix', 'template'])('refuses %s rather than pass over it', (field) => {
    expect(() => readGenerateRequest({ prompt: 'a', [field]: 'b' })).toThrow(
      expect.objectContaining({ code: 'ollama.field_unsupported', param: field }),
    );
    expect(readGenerateRequest({ prompt: 'a', [field]: '' }).isEmpty).toBe(false);
  });
});

describe('readEmbedRequest', () => {
  it('takes one text or many', () => {
    expect(readEmbedRequest({ input: 'a', dimensions: 8 }).body).toEqual({ input: 'a', dimensions: 8 });
    expect(readEmbedRequest({ input: ['a', 'b'] }).body).toEqual({ input: ['a', 'b'] });
    expect(() => readEmbedRequest({ input: [5] })).toThrow(expect.objectContaining({ param: 'input' }));
  });
});

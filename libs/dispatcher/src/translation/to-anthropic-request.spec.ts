import { describe, expect, it } from '@jest/globals';
import { toAnthropicRequest } from './to-anthropic-request.js';

const hello = [{ role: 'user', content: 'Hello' }];

function translated(chat: object): unknown {
  return JSON.parse(toAnthropicRequest(Buffer.from(JSON.stringify(chat)), 'claude').toString());
}

describe('toAnthropicRequest', () => {
  it('names the model, sets the limit that Anthropic wants, and takes the system apart', () => {
    const messages = [{ role: 'system', content: 'Be brief.' }, ...hello];
    expect(translated({ model: 'cloud/claude', messages, temperature: 1.7, stop: 'END', stream: true })).toEqual({
      model: 'claude',
      max_tokens: 4_096,
      system: 'Be brief.',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      temperature: 1,
      stop_sequences: ['END'],
      stream: true,
    });
  });

  it('tells pictures, calls and results, all results of a turn in one message', () => {
    const call = (id: string) => ({ id, type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } });
    const url = 'data:image/png;base64,AA==';
    const messages = [
      { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
      { role: 'assistant', content: null, tool_calls: [call('c1'), call('c2')] },
      { role: 'tool', tool_call_id: 'c1', content: 'blue' },
      { role: 'tool', tool_call_id: 'c2', content: 'grey' },
    ];
    const use = (id: string) => ({ type: 'tool_use', id, name: 'look', input: { at: 'sky' } });
    const result = (id: string, text: string) => ({
      type: 'tool_result',
      tool_use_id: id,
      content: [{ type: 'text', text }],
    });
    expect(translated({ messages })).toMatchObject({
      messages: [
        {
          role: 'user',
          content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } }],
        },
        { role: 'assistant', content: [use('c1'), use('c2')] },
        { role: 'user', content: [result('c1', 'blue'), result('c2', 'grey')] },
      ],
    });
  });

  it.each([
    ['required', undefined, { type: 'any' }],
    ['none', undefined, { type: 'none' }],
    [{ type: 'function', function: { name: 'look' } }, undefined, { type: 'tool', name: 'look' }],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
  ])('takes the tool choice %j with parallel calls %s', (tool_choice, parallel_tool_calls, expected) => {
    const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }];
    expect(translated({ messages: hello, tools, tool_choice, parallel_tool_calls })).toMatchObject({
      tools: [{ name: 'look', input_schema: { type: 'object' } }],
      tool_choice: expected,
    });
  });

  it('asks for an answer after a schema, or for any JSON', () => {
    const schema = { type: 'object' };
    const response_format = { type: 'json_schema', json_schema: { name: 'thing', schema } };
    expect(translated({ messages: hello, response_format })).toMatchObject({
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(translated({ messages: hello, response_format: { type: 'json_object' } })).toMatchObject({
      system: 'Answer with one JSON object and nothing else.',
    });
  });

  it.each([
    [{ n: 2 }, 'n'],
    [{ logprobs: true }, 'logprobs'],
    [{ functions: [] }, 'functions'],
    [{ modalities: ['text', 'audio'] }, 'modalities'],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] }, 'messages.0.content'],
    [{ messages: [{ role: 'robot', content: 'x' }] }, 'messages.0.role'],
    [{ tools: [{ type: 'custom' }] }, 'tools.0'],
    [{ messages: 'Hello' }, 'messages'],
    [{ messages: [null] }, 'messages.0'],
    [{ messages: [{ role: 'user', content: [5] }] }, 'messages.0.content'],
    [{ messages: [{ role: 'assistant', tool_calls: {} }] }, 'messages.0.tool_calls'],
    [{ tools: [null] }, 'tools.0'],
    [{ tools: {} }, 'tools'],
  ])('refuses %j and names what is wrong', (more, param) => {
    expect(() => translated({ messages: hello, ...more })).toThrow(
      expect.objectContaining({ code: 'dispatch.untranslatable', httpStatus: 400, param }),
    );
  });
});

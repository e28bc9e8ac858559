import { describe, expect, it } from '@jest/globals';
import { chatRequestOf, prefillOf } from './messages-request.js';

const hello = [{ role: 'user', content: 'Hello' }];

describe('chatRequestOf a Messages request', () => {
  it('turns system, stops and sampling into those of a chat, and asks for the usage of a stream', () => {
    const chat = chatRequestOf({
      model: 'primary',
      max_tokens: 100,
      system: [
        { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } },
        { type: 'text', text: 'Be kind.' },
      ],
      stop_sequences: ['END'],
      temperature: 0.5,
      top_k: 5,
      stream: true,
      metadata: { user_id: 'u' },
      messages: hello,
    });
    expect(chat).toEqual({
      model: 'primary',
      max_tokens: 100,
      temperature: 0.5,
      top_k: 5,
      stream: true,
      stop: ['END'],
      verbose: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Be brief.\nBe kind.' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  it('names the tools that a search of the client has found', () => {
    const content = [{ type: 'tool_reference', tool_name: 'WebFetch' }];
    const { messages } = chatRequestOf({
      messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content }] }],
    });
    expect(messages).toEqual([{ role: 'tool', tool_call_id: 't1', content: 'Tool found: WebFetch' }]);
  });

  // Claude Code tells where it runs, and which agents there are, after the first question.
  it('takes system messages among the others', () => {
    const said = { role: 'system', content: [{ type: 'text', text: 'It rains.' }] };
    const { messages } = chatRequestOf({ system: 'Be brief.', messages: [...hello, said] });
    expect(messages).toEqual([{ role: 'system', content: 'Be brief.\n\nIt rains.' }, ...hello]);
  });

  it.each([
    ['{', '{'],
    [[{ type: 'text', text: '{' }], '{'],
    [[{ type: 'tool_use', id: 't1', name: 'look', input: {} }], ''],
  ])('knows what the answer is to begin with: %j', (content, prefill) => {
    expect(prefillOf({ messages: [...hello, { role: 'assistant', content }] })).toBe(prefill);
    expect(prefillOf({ messages: hello })).toBe('');
  });

  it('tells a whole turn of tools: thoughts, calls, results with pictures, and what the user says after them', () => {
    const { messages } = chatRequestOf({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Look' }, picture('AA==')] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 's' },
            { type: 'text', text: 'I look.' },
            { type: 'tool_use', id: 't1', name: 'look', input: { at: 'sky' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'blue' }, picture('BB==')] },
            { type: 'text', text: 'So?' },
          ],
        },
      ],
    });
    const call = { id: 't1', type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } };
    expect(messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Look' }, shown('AA==')] },
      { role: 'assistant', content: 'I look.', reasoning_content: 'hm', tool_calls: [call] },
      { role: 'tool', tool_call_id: 't1', content: 'blue' },
      { role: 'user', content: [shown('BB=='), { type: 'text', text: 'So?' }] },
    ]);
  });

  it.each([
    ['no such file', 'Error: no such file'],
    ['Error: no such file', 'Error: no such file'],
    ['', 'Error: '],
  ])('says of a tool that it failed: %j', (content, told) => {
    const result = { type: 'tool_result', tool_use_id: 't1', is_error: true, content };
    const { messages } = chatRequestOf({ messages: [{ role: 'user', content: [result] }] });
    expect(messages).toEqual([{ role: 'tool', tool_call_id: 't1', content: told }]);
  });

  it.each([
    [{ type: 'auto' }, { tool_choice: 'auto' }],
    [
      { type: 'any', disable_parallel_tool_use: true },
      { tool_choice: 'required', parallel_tool_calls: false },
    ],
    [{ type: 'none' }, { tool_choice: 'none' }],
    [{ type: 'tool', name: 'look' }, { tool_choice: { type: 'function', function: { name: 'look' } } }],
  ])('takes the tool choice %j', (tool_choice, expected) => {
    const tools = [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }];
    const chat = chatRequestOf({ messages: hello, tools, tool_choice });
    expect(chat).toMatchObject(expected);
    const parameters = { type: 'object' };
    expect(chat.tools).toEqual([{ type: 'function', function: { name: 'look', description: 'Looks.', parameters } }]);
  });

  it('asks for an answer after a schema, and for one without thoughts', () => {
    const schema = { type: 'object' };
    const chat = chatRequestOf({
      messages: hello,
      thinking: { type: 'disabled' },
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(chat).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { schema } },
      chat_template_kwargs: { enable_thinking: false },
    });
  });

  it.each([
    [{}, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'developer', content: 'x' }] }, 'messages.0.role'],
    [{ messages: [{ content: 'x' }] }, 'messages.0.role'],
    [{ messages: [{ role: 'user', content: '' }] }, 'messages.0.content'],
    [{ messages: [...hello, { role: 'user', content: [] }] }, 'messages.1.content'],
    [{ messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }, 'messages.0.content.0.text'],
    [{ messages: [{ role: 'user', content: 5 }] }, 'messages.0.content'],
    [{ messages: [{ role: 'user', content: [{ type: 'video' }] }] }, 'messages.0.content.0'],
    [{ messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] }, 'messages.0.content.0.tool_use_id'],
    [{ messages: hello, max_tokens: '5' }, 'max_tokens'],
    [{ messages: hello, stream: 'yes' }, 'stream'],
    [{ messages: hello, system: 5 }, 'system'],
    [{ messages: hello, tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 'tools.0.type'],
    [{ messages: hello, tool_choice: { type: 'some' } }, 'tool_choice.type'],
    [{ messages: hello, mcp_servers: [{}] }, 'mcp_servers'],
  ])('refuses %j and names what is wrong', (body, param) => {
    expect(() => chatRequestOf(body)).toThrow(expect.objectContaining({ httpStatus: 400, param }));
  });
});

function picture(data: string): object {
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
}

function shown(data: string): object {
  return { type: 'image_url', image_url: { url: `data:image/png;base64,${data}` } };
}

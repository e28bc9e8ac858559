import { describe, expect, it } from '@jest/globals';
import { chatRequestOf } from './responses-request.js';

const PATCH = { type: 'grammar', syntax: 'lark', definition: 'start: begin_patch hunk+ end_patch' };

describe('chatRequestOf a Responses request', () => {
  it('makes a chat of instructions and a plain question', () => {
    const asked = { model: 'primary', instructions: 'Be brief.', input: 'Hello', max_output_tokens: 9, stream: true };
    expect(chatRequestOf(asked)).toEqual({
      model: 'primary',
      max_tokens: 9,
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  // Codex gives both.
  it('makes one system message of instructions and what a developer says', () => {
    const input = [
      { role: 'developer', content: 'Help.' },
      { role: 'user', content: 'Hello' },
    ];
    const { messages } = chatRequestOf({ instructions: 'Be brief.', input });
    expect(messages).toEqual([
      { role: 'system', content: 'Be brief.\n\nHelp.' },
      { role: 'user', content: 'Hello' },
    ]);
  });

  it('puts what a model thought, said and called in one turn into one message', () => {
    const { messages } = chatRequestOf({
      input: [
        { role: 'developer', content: 'Help.' },
        { role: 'user', content: [text('Look'), { type: 'input_image', image_url: 'data:x', detail: 'low' }] },
        { type: 'reasoning', id: 'r', summary: [], content: [{ type: 'reasoning_text', text: 'hm' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look.', annotations: [] }] },
        { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{}' },
        { type: 'function_call', call_id: 'c2', name: 'hear', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'blue' },
        { type: 'function_call_output', call_id: 'c2', output: [text('wind')] },
      ],
    });
    expect(messages).toEqual([
      { role: 'system', content: 'Help.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:x', detail: 'low' } },
        ],
      },
      {
        role: 'assistant',
        content: 'I look.',
        reasoning_content: 'hm',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } },
          { id: 'c2', type: 'function', function: { name: 'hear', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'blue' },
      { role: 'tool', tool_call_id: 'c2', content: 'wind' },
    ]);
  });

  it('takes over functions, a schema and how much to think', () => {
    const schema = { type: 'object' };
    const chat = chatRequestOf({
      input: 'Hello',
      tools: [{ type: 'function', name: 'look', parameters: schema, strict: true }],
      tool_choice: { type: 'function', name: 'look' },
      text: { format: { type: 'json_schema', name: 'thing', schema } },
      reasoning: { effort: 'low' },
    });
    expect(chat).toMatchObject({
      tools: [{ type: 'function', function: { name: 'look', parameters: schema, strict: true } }],
      tool_choice: { type: 'function', function: { name: 'look' } },
      response_format: { type: 'json_schema', json_schema: { name: 'thing', schema, strict: true } },
      reasoning_effort: 'low',
    });
  });

  it('gives the model what a coding agent has beside functions, and leaves out what nobody here has', () => {
    const chat = chatRequestOf({
      input: [
        { role: 'user', content: 'Change it.' },
        { type: 'custom_tool_call', call_id: 'c1', name: 'apply_patch', input: '*** "a"\n' },
        { type: 'custom_tool_call_output', call_id: 'c1', output: 'Done.' },
        { type: 'function_call', call_id: 'c2', namespace: 'mcp__files', name: 'read', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c2', output: [text('a')] },
      ],
      tools: [
        { type: 'function', name: 'shell', strict: false, parameters: { type: 'object' } },
        { type: 'custom', name: 'apply_patch', description: 'Edits files.', format: PATCH },
        { type: 'web_search', external_web_access: false },
        { type: 'image_generation', output_format: 'png' },
        { type: 'namespace', name: 'mcp__files', description: 'Files', tools: [{ type: 'function', name: 'read' }] },
      ],
      tool_choice: 'auto',
    });
    const functions = chat['tools'] as { function: { name: string; description?: string; parameters?: object } }[];
    expect(functions.map(({ function: { name } }) => name)).toEqual(['shell', 'apply_patch', 'mcp__files__read']);
    expect(functions[1]?.function.description).toContain(PATCH.definition);
    expect(functions[1]?.function.parameters).toMatchObject({ required: ['input'] });
    expect(chat['messages']).toMatchObject([
      { role: 'user' },
      { tool_calls: [{ id: 'c1', function: { name: 'apply_patch', arguments: '{"input":"*** \\"a\\"\\n"}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: 'Done.' },
      { tool_calls: [{ id: 'c2', function: { name: 'mcp__files__read' } }] },
      { role: 'tool', tool_call_id: 'c2', content: 'a' },
    ]);
  });

  it('asks for no choice where no tool is left', () => {
    const chat = chatRequestOf({ input: 'x', tools: [{ type: 'web_search' }], tool_choice: 'auto' });
    expect(chat).not.toHaveProperty('tools');
    expect(chat).not.toHaveProperty('tool_choice');
  });

  it.each([
    [{}, 'input'],
    [{ input: 'x', previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ input: 'x', store: true }, 'store'],
    [{ input: 'x', background: true }, 'background'],
    [{ input: 'x', tools: [{ type: 'web_search' }], tool_choice: 'required' }, 'tools.0.type'],
    [{ input: 'x', tools: [{ type: 'web_search' }], tool_choice: { type: 'web_search' } }, 'tools.0.type'],
    [{ input: 'x', tools: [{ type: 'telepathy' }] }, 'tools.0.type'],
    [{ input: 'x', tools: [{ type: 'custom' }] }, 'tools.0.name'],
    [{ input: 'x', tools: [{ type: 'namespace', name: 'n', tools: [{ type: 'mcp' }] }] }, 'tools.0.tools.0.type'],
    [{ input: 'x', tool_choice: { type: 'mcp' } }, 'tool_choice'],
    [{ input: 'x', text: { format: { type: 'xml' } } }, 'text.format.type'],
    [{ input: [{ type: 'item_reference', id: 'i' }] }, 'input.0.type'],
    [{ input: [{ role: 'user', content: [{ type: 'input_file' }] }] }, 'input.0.content.0.type'],
    [{ input: 'x', max_output_tokens: 'many' }, 'max_output_tokens'],
    [{}, 'input'],
    [{ input: '' }, 'input'],
    [{ input: [] }, 'input'],
    [{ input: 'x', max_output_tokens: 0 }, 'max_output_tokens'],
    [{ input: 'x', max_output_tokens: '5' }, 'max_output_tokens'],
    [{ input: 'x', temperature: 2.1 }, 'temperature'],
    [{ input: 'x', top_p: -0.1 }, 'top_p'],
  ])('refuses %j and names what is wrong', (body, param) => {
    expect(() => chatRequestOf(body)).toThrow(expect.objectContaining({ httpStatus: 400, param }));
  });
});

function text(said: string): object {
  return { type: 'input_text', text: said };
}

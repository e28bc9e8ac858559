import { describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { ResponsesAnswer } from './responses-answer.js';

const usage = { prompt_tokens: 14, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 10 } };
const asked = { model: 'primary', input: 'Hello', temperature: 0.5 };

/** What the official client makes of a translated stream. */
function readBySdk(...chunks: object[]) {
  return read(stream(...chunks));
}

async function read(events: string) {
  const fetch = () => Promise.resolve(new Response(events, { headers: { 'content-type': 'text/event-stream' } }));
  const client = new OpenAI({ apiKey: 'none', baseURL: 'http://hal0.invalid', maxRetries: 0, fetch });
  return client.responses.stream({ model: 'primary', input: 'Hello' }).finalResponse();
}

function stream(...chunks: object[]): string {
  const answer = new ResponsesAnswer(asked);
  return chunks.map((chunk) => answer.event(JSON.stringify(chunk))).join('') + answer.end();
}

function delta(said: object, finish_reason: string | null = null): object {
  return { id: 'chatcmpl-1', model: 'demo', created: 5, choices: [{ index: 0, delta: said, finish_reason }] };
}

const everything = [
  delta({ role: 'assistant', content: null }),
  delta({ reasoning_content: 'hm' }),
  delta({ content: 'I look ' }),
  delta({ content: 'up.' }),
  delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'look', arguments: '{"at":' } }] }),
  delta({ tool_calls: [{ index: 0, function: { arguments: '"sky"}' } }] }),
  delta({}, 'tool_calls'),
  { choices: [], usage },
];

const told = {
  id: 'resp_1',
  object: 'response',
  created_at: 5,
  status: 'completed',
  model: 'demo',
  temperature: 0.5,
  output: [
    { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'hm' }] },
    { type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'I look up.' }] },
    { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{"at":"sky"}', status: 'completed' },
  ],
  usage: { input_tokens: 14, output_tokens: 9, total_tokens: 23, input_tokens_details: { cached_tokens: 10 } },
};

describe('ResponsesAnswer', () => {
  it('gives the official client thoughts, text and calls of a stream, with the counts of tokens', async () => {
    const response = await readBySdk(...everything);
    expect(response).toMatchObject(told);
    expect(response.output_text).toBe('I look up.');
  });

  it('tells calls one after another that come mixed, and thoughts by their other name', async () => {
    const { output } = await readBySdk(
      delta({ reasoning: 'hm' }),
      delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'look', arguments: '' } }] }),
      delta({ tool_calls: [{ index: 1, id: 'c2', function: { name: 'hear', arguments: '' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: '{"at":"sky"}' } }] }),
      delta({ tool_calls: [{ index: 1, function: { arguments: '{}' } }] }),
      delta({}, 'tool_calls'),
    );
    expect(output).toMatchObject([
      { type: 'reasoning', content: [{ text: 'hm' }] },
      { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{"at":"sky"}' },
      { type: 'function_call', call_id: 'c2', name: 'hear', arguments: '{}' },
    ]);
  });

  it('tells calls of custom tools and of groups of tools as the client named them', async () => {
    const tools = [
      { type: 'custom', name: 'apply_patch' },
      { type: 'namespace', name: 'files', description: '', tools: [{ type: 'function', name: 'read' }] },
      { type: 'web_search' },
    ];
    const chunks = [
      delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'apply_patch', arguments: '{"inp' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: 'ut":"*** \\"a\\""}' } }] }),
      delta({ tool_calls: [{ index: 1, id: 'c2', function: { name: 'files__read', arguments: '{"at":1}' } }] }),
      delta({}, 'tool_calls'),
    ];
    const answer = new ResponsesAnswer({ ...asked, tools });
    const events = chunks.map((chunk) => answer.event(JSON.stringify(chunk))).join('') + answer.end();
    const response = await read(events);
    expect(response.output).toMatchObject([
      { type: 'custom_tool_call', call_id: 'c1', name: 'apply_patch', input: '*** "a"', status: 'completed' },
      { type: 'function_call', call_id: 'c2', name: 'read', namespace: 'files', arguments: '{"at":1}' },
    ]);
    expect(events).toContain('event: response.custom_tool_call_input.delta');
    expect(response).toMatchObject({ tools: tools.slice(0, 2), hal0_ignored_tools: ['web_search'] });
  });

  it('does not take a stream that says nothing for an answer', () => {
    expect(() => stream()).toThrow('without any part');
  });

  it('tells the same as a whole answer', () => {
    const message = {
      content: 'I look up.',
      reasoning_content: 'hm',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } }],
    };
    const choices = [{ message, finish_reason: 'tool_calls' }];
    const completion = { id: 'chatcmpl-1', model: 'demo', created: 5, choices, usage };
    const body = new ResponsesAnswer(asked).plain(Buffer.from(JSON.stringify(completion)));
    expect(JSON.parse(body)).toMatchObject(told);
  });

  it('numbers its events in the order of the Responses API', () => {
    const events = stream(...everything)
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as { type: string; sequence_number: number; output_index?: number });
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    expect(
      events.map(({ type, output_index = '' }) => `${type.replace('response.', '')} ${output_index}`.trim()),
    ).toEqual([
      'created',
      'in_progress',
      'output_item.added 0',
      'content_part.added 0',
      'reasoning_text.delta 0',
      'reasoning_text.done 0',
      'content_part.done 0',
      'output_item.done 0',
      'output_item.added 1',
      'content_part.added 1',
      'output_text.delta 1',
      'output_text.delta 1',
      'output_text.done 1',
      'content_part.done 1',
      'output_item.done 1',
      'output_item.added 2',
      'function_call_arguments.delta 2',
      'function_call_arguments.delta 2',
      'function_call_arguments.done 2',
      'output_item.done 2',
      'completed',
    ]);
  });

  it('says that an answer was cut short, and why', async () => {
    const response = await readBySdk(delta({ content: 'I lo' }), delta({}, 'length'));
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      output: [{ status: 'incomplete' }],
    });
  });
});

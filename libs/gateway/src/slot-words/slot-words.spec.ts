import { describe, expect, it } from '@jest/globals';
import { bodyInSlotWords } from '../translated-body.js';
import { chatForSlots } from './chat-for-slots.js';
import { embeddingsForSlots } from './embeddings-for-slots.js';

const hello = { role: 'user', content: 'Hello' };
const look = { type: 'function', function: { name: 'look' } };
const hear = { type: 'function', function: { name: 'hear' } };

function forSlots(fields: object): unknown {
  const { body } = bodyInSlotWords(Buffer.from(JSON.stringify(fields)), undefined, chatForSlots);
  return JSON.parse((body.unchanged() as Buffer).toString());
}

describe('what slots are told of a chat', () => {
  it.each([
    [{ messages: [hello] }],
    [{ messages: [hello], tools: [look], tool_choice: 'auto' }],
    [{ messages: [{ role: 'assistant', content: null, refusal: null }] }],
  ])('is the request as it came: %j', (fields) => {
    expect(chatForSlots.differ(fields)).toBe(false);
  });

  it('is the one tool that has to be called, of which the model server then takes any', () => {
    const fields = { messages: [hello], tools: [look, hear], tool_choice: hear };
    expect(chatForSlots.differ(fields)).toBe(true);
    expect(forSlots(fields)).toEqual({ messages: [hello], tools: [hear], tool_choice: 'required' });
  });

  it.each([{ tools: [look] }, {}])('is nothing when the tool is none of the tools: %j', (tools) => {
    const fields = { messages: [hello], ...tools, tool_choice: hear };
    expect(() => forSlots(fields)).toThrow(expect.objectContaining({ httpStatus: 400, param: 'tool_choice' }));
  });

  it.each([
    [
      { role: 'assistant', content: null, reasoning_content: null, name: null },
      { role: 'assistant', content: null },
    ],
    [
      { role: 'assistant', content: null, tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '' } }] },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{}' } }] },
    ],
  ])('is without what they refuse in earlier answers: %j', (said, told) => {
    expect(chatForSlots.differ({ messages: [hello, said] })).toBe(true);
    expect(forSlots({ messages: [hello, said] })).toEqual({ messages: [hello, told] });
  });

  it('leaves the request as it came for everyone else', () => {
    const bytes = Buffer.from(JSON.stringify({ messages: [hello], tools: [look, hear], tool_choice: hear }));
    const { elsewhere } = bodyInSlotWords(bytes, undefined, chatForSlots);
    expect(elsewhere().unchanged()).toBe(bytes);
  });
});

it('slots give no shorter vectors than their model does', () => {
  expect(embeddingsForSlots.differ({ input: 'x', dimensions: null })).toBe(false);
  expect(embeddingsForSlots.differ({ input: 'x', dimensions: 4 })).toBe(true);
  expect(() => embeddingsForSlots.tell({})).toThrow(expect.objectContaining({ param: 'dimensions' }));
});

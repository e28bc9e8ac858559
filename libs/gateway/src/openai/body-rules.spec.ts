import { describe, expect, it } from '@jest/globals';
import { readInferenceBody } from '../intake/inference-body.js';
import type { FieldRules } from '../intake/field-rule.js';
import { CHAT, COMPLETION, EMBEDDING, IMAGE, RERANKING, SPEECH } from './body-rules.js';

const read = (rules: FieldRules, body: object) => readInferenceBody(Buffer.from(JSON.stringify(body)), rules, false);

const messages = [{ role: 'user', content: 'a' }];
const RANKING = { query: 'a', documents: ['b'] };

describe('the rules of the OpenAI routes', () => {
  it.each([
    ['a list of documents that is empty', RERANKING, { query: 'a', documents: [] }, 'documents'],
    ['a document that is no text', RERANKING, { query: 'a', documents: [5] }, 'documents'],
    ['a negative top_n', RERANKING, { ...RANKING, top_n: -1 }, 'top_n'],
    ['a huge top_n', RERANKING, { ...RANKING, top_n: 1e308 }, 'top_n'],
    ['messages for an embedding', EMBEDDING, { input: [{ role: 'user' }] }, 'input'],
    ['an empty input', EMBEDDING, { input: [] }, 'input'],
    ['an input of no text', EMBEDDING, { input: '' }, 'input'],
    ['an input with no text in it', EMBEDDING, { input: ['a', ''] }, 'input'],
    ['an input of no tokens', EMBEDDING, { input: [[1], []] }, 'input'],
    ['an input of this and that', EMBEDDING, { input: ['a', 1] }, 'input'],
    ['a query of no text', RERANKING, { ...RANKING, query: '' }, 'query'],
    ['nothing to be spoken', SPEECH, { input: '' }, 'input'],
    ['nothing to be drawn', IMAGE, { prompt: '' }, 'prompt'],
    ['no messages', CHAT, { messages: [] }, 'messages'],
    ['a message that is a text', CHAT, { messages: [...messages, 'b'] }, 'messages[1]'],
    ['a message of nobody', CHAT, { messages: [{ content: 'a' }] }, 'messages[0].role'],
    [
      'a role that nobody knows',
      CHAT,
      { messages: [...messages, { role: 'alien', content: 'b' }] },
      'messages[1].role',
    ],
    ['a user who says null', CHAT, { messages: [{ role: 'user', content: null }] }, 'messages[0].content'],
    ['an answer of no tokens', CHAT, { messages, max_tokens: 0 }, 'max_tokens'],
    ['an answer of less than that', CHAT, { messages, max_completion_tokens: -1 }, 'max_completion_tokens'],
    ['a limit in words', CHAT, { messages, max_tokens: '5' }, 'max_tokens'],
    ['a completion of less than nothing', COMPLETION, { prompt: 'a', max_tokens: -1 }, 'max_tokens'],
    ['cold below zero', CHAT, { messages, temperature: -0.1 }, 'temperature'],
    ['too much heat', COMPLETION, { prompt: 'a', temperature: 2.1 }, 'temperature'],
    ['more than all the mass', CHAT, { messages, top_p: 1.1 }, 'top_p'],
    ['too high a penalty', CHAT, { messages, presence_penalty: 2.1 }, 'presence_penalty'],
    ['no answer at all', CHAT, { messages, n: 0 }, 'n'],
    ['half a seed', CHAT, { messages, seed: 1.5 }, 'seed'],
    ['more alternatives than OpenAI has', CHAT, { messages, logprobs: true, top_logprobs: 21 }, 'top_logprobs'],
    ['a stop at nothing', CHAT, { messages, stop: ['a', ''] }, 'stop'],
    ['negative dimensions', EMBEDDING, { input: 'a', dimensions: -5 }, 'dimensions'],
    ['an unknown encoding', EMBEDDING, { input: 'a', encoding_format: 'zip' }, 'encoding_format'],
    ['a size in words', IMAGE, { prompt: 'a', size: 'large' }, 'size'],
    ['a size that is nearly one', IMAGE, { prompt: 'a', size: '256x25Â' }, 'size'],
    ['no picture', IMAGE, { prompt: 'a', n: 0 }, 'n'],
    ['speech at no speed', SPEECH, { input: 'a', speed: 0 }, 'speed'],
    ['a schema that is not there', CHAT, { messages, response_format: { type: 'json_schema' } }, 'response_format'],
    ['a voice that is a number', SPEECH, { input: 'a', voice: 5 }, 'voice'],
  ])('refuse %s, and name the field', (_what, rules, body, param) => {
    expect(() => read(rules, body)).toThrow(
      expect.objectContaining({ code: 'request.invalid_body', httpStatus: 400, param }),
    );
  });

  it.each([
    [RERANKING, { ...RANKING, top_n: 1 }],
    [EMBEDDING, { input: 'a', encoding_format: 'base64', dimensions: 64 }],
    [EMBEDDING, { input: [[1, 2], [3]] }],
    [EMBEDDING, { input: [1, 2] }],
    [IMAGE, { prompt: 'a', size: '512x512', n: null, steps: 4 }],
    [CHAT, { messages, response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } }],
    [CHAT, { messages, response_format: { type: 'json_object' } }],
    [CHAT, { messages: [{ role: 'developer', content: 'b' }, ...messages, { role: 'assistant', content: null }] }],
    [CHAT, { messages, temperature: 2, top_p: 0, n: 128, max_tokens: 1, stop: [], seed: -1, presence_penalty: -2 }],
    [COMPLETION, { prompt: '', max_tokens: 0 }],
    [SPEECH, { input: 'a', voice: { id: 'v' }, speed: 1.5 }],
  ])('let pass what is right, and what they do not know', (rules, body) => {
    expect(read(rules, { model: 'x', ...body })).toMatchObject({ model: 'x', stream: false });
  });
});

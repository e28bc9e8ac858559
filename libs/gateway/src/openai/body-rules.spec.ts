import { describe, expect, it } from '@jest/globals';
import { readInferenceBody } from '../intake/inference-body.js';
import type { FieldRules } from '../intake/field-rule.js';
import { CHAT, EMBEDDING, IMAGE, RERANKING, SPEECH } from './body-rules.js';

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
    [SPEECH, { input: 'a', voice: { id: 'v' }, speed: 1.5 }],
  ])('let pass what is right, and what they do not know', (rules, body) => {
    expect(read(rules, { model: 'x', ...body })).toMatchObject({ model: 'x', stream: false });
  });
});

import { describe, expect, it } from '@jest/globals';
import { CHAT, COMPLETION } from '../openai/body-rules.js';
import { readInferenceBody } from './inference-body.js';

const read = (body: string, list = true, streams = true) => {
  const { model, stream } = readInferenceBody(Buffer.from(body), list ? CHAT : COMPLETION, streams);
  return { model, stream };
};

describe('readInferenceBody', () => {
  it.each([
    ['{"model":"primary","stream":true,"messages":[{"role":"user"}]}', { model: 'primary', stream: true }],
    ['{"messages":[{"role":"user"}]}', { model: undefined, stream: false }],
    ['{"model":"","stream":null,"messages":[{"role":"user"}]}', { model: undefined, stream: false }],
  ])('reads %s', (body, expected) => expect(read(body)).toEqual(expected));

  it.each([
    ['', 'request.invalid_json', undefined],
    ['{"messages":[}', 'request.invalid_json', undefined],
    ['[]', 'request.invalid_body', null],
    ['null', 'request.invalid_body', null],
    ['{"model":7,"messages":[]}', 'request.invalid_body', 'model'],
    ['{"stream":"yes","messages":[]}', 'request.invalid_body', 'stream'],
    ['{"model":"primary"}', 'request.invalid_body', 'messages'],
    ['{"messages":[]}', 'request.invalid_body', 'messages'],
    ['{"messages":["hello"]}', 'request.invalid_body', 'messages[0]'],
    ['{"messages":[{"role":"user"}],"temperature":"hot"}', 'request.invalid_body', 'temperature'],
    ['{"messages":[{"role":"user"}],"stop":5}', 'request.invalid_body', 'stop'],
    ['{"messages":[{"role":"user"}],"tools":[{"role":"nobody"}]}', 'request.invalid_body', 'tools'],
    ['{"messages":[{"role":"user","content":"\\ud800"}]}', 'request.invalid_json', undefined],
    ['{"messages":"hello"}', 'request.invalid_body', 'messages'],
  ])('says what is wrong with %j', (body, code, param) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ code, httpStatus: 400, ...(param === undefined ? {} : { param }) }),
    );
  });

  it('takes a prompt in any of its forms', () => {
    expect(read('{"prompt":"once"}', false)).toEqual({ model: undefined, stream: false });
    expect(read('{"prompt":["a","b"]}', false)).toEqual({ model: undefined, stream: false });
  });

  it('says so where an answer cannot be a stream', () => {
    expect(() => read('{"prompt":"a","stream":true}', false, false)).toThrow(
      expect.objectContaining({ code: 'request.invalid_body', param: 'stream' }),
    );
    expect(read('{"prompt":"a","stream":false}', false, false).stream).toBe(false);
  });

  it('reads a body of megabytes like a small one', () => {
    const content = 'x'.repeat(1_000_000);
    const large = (more: object) => read(JSON.stringify({ messages: [{ role: 'user', content }], ...more }));
    expect(large({ model: 'primary', stream: true })).toEqual({ model: 'primary', stream: true });
    expect(() => large({ temperature: 'hot' })).toThrow(expect.objectContaining({ param: 'temperature' }));
    expect(() => read(`{"messages":[{"role":"user","content":"${content}"]}`)).toThrow(/position 10000\d\d/);
    expect(() => read(`{"messages":[{"role":"user","content":"${content}\\ud800"}]}`)).toThrow(/surrogate/);
    expect(() => readInferenceBody(Buffer.from(`{"prompt":"${content}\xff"}`, 'latin1'), COMPLETION, true)).toThrow(
      /not UTF-8/,
    );
  });

  it('refuses bytes that are not UTF-8, and takes pictures of faces as escapes', () => {
    expect(() => readInferenceBody(Buffer.from('{"prompt":"\xff"}', 'latin1'), COMPLETION, true)).toThrow(
      expect.objectContaining({ code: 'request.invalid_json' }),
    );
    expect(read('{"prompt":"\\ud83d\\ude00"}', false).stream).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readInferenceBody } from './inference-body.js';

const read = (body: string, list = true) =>
  readInferenceBody(Buffer.from(body), { field: list ? 'messages' : 'prompt', list });

describe('readInferenceBody', () => {
  it.each([
    ['{"model":"primary","stream":true,"messages":[]}', { model: 'primary', stream: true }],
    ['{"messages":[]}', { model: undefined, stream: false }],
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
});

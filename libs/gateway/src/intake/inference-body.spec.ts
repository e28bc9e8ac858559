import { describe, expect, it } from '@jest/globals';
import { readForm, readInferenceBody } from './inference-body.js';

const read = (body: string, list = true, streams = true) =>
  readInferenceBody(Buffer.from(body), [{ field: list ? 'messages' : 'prompt', list }], streams);

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

  it('says so where an answer cannot be a stream', () => {
    expect(() => read('{"prompt":"a","stream":true}', false, false)).toThrow(
      expect.objectContaining({ code: 'request.invalid_body', param: 'stream' }),
    );
    expect(read('{"prompt":"a","stream":false}', false, false).stream).toBe(false);
  });
});

describe('readForm', () => {
  const part = (head: string, content: string) =>
    `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const file = part('name="file"; filename="a.wav"', 'RIFF');
  const model = part('name="model"', 'stt');
  const form = (...parts: string[]) =>
    readForm(Buffer.from(`${parts.join('')}--b--\r\n`), 'multipart/form-data; boundary=b', 'file');

  it('reads a form with a file', () => {
    expect(form(file, model).text('model')).toBe('stt');
    expect(form(file).text('model')).toBeUndefined();
  });

  it.each([
    ['without a file', [model], 'file'],
    ['with an empty file', [part('name="file"; filename="a.wav"', ''), model], 'file'],
    ['with two models', [file, model, model], 'model'],
    ['that breaks off', [file.slice(0, -20)], null],
  ])('says what is wrong with one %s', (_what, parts, param) => {
    expect(() => form(...parts)).toThrow(expect.objectContaining({ code: 'request.invalid_body', param }));
  });
});

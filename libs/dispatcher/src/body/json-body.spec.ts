import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonBody } from './json-body.js';
import { findStringValue } from './json-span.js';

const spliced = (json: string, model: string, to: string): string =>
  new JsonBody(Buffer.from(json), model).forModel(to).toString();

describe('findStringValue', () => {
  it.each([
    '{"model":"primary","messages":[]}',
    '{ "messages" : [ { "role": "user", "content": "\\"model\\": \\"primary\\"" } ] , "model" : "primary" }',
    '{"metadata":{"model":"other"},"n":1,"t":true,"z":null,"model":"primary"}',
    '{"a":"ends with a backslash \\\\","model":"primary"}',
    '{"tools":[{"x":"]}"},["{"]],"model":\n\t"primary"\n}',
  ])('finds the top-level value in %s', (json) => {
    const span = findStringValue(Buffer.from(json), 'model', 'primary');
    expect(span && json.slice(span.start, span.end)).toBe('"primary"');
  });

  it.each(['{}', '{"models":"primary"}', '{"nested":{"model":"primary"}}'])('finds nothing in %s', (json) => {
    expect(findStringValue(Buffer.from(json), 'model', 'primary')).toBeUndefined();
  });
});

describe('JsonBody', () => {
  it.each([
    '{"model":null,"input":"hi"}',
    '{"model":"","input":"hi"}',
    '{"input":"hi","model":"  "}',
    '{"input":"hi"}',
  ])('names the model once where the client named none: %s', (json) => {
    const sent = new JsonBody(Buffer.from(json), undefined).forModel('demo').toString();
    expect(JSON.parse(sent)).toEqual({ model: 'demo', input: 'hi' });
    expect(sent.match(/"model"/g)).toHaveLength(1);
  });

  it('hands the very same bytes on when the model is the right one already', () => {
    const body = Buffer.from('{"model":"demo"}');
    expect(new JsonBody(body, 'demo').forModel('demo')).toBe(body);
  });

  it('changes nothing but the value', () => {
    expect(spliced('{"model":"primary", "x": 1.0e5 }', 'primary', 'demo')).toBe('{"model":"demo", "x": 1.0e5 }');
  });

  it.each([
    ['{}', '{"model":"demo"}'],
    ['{ }', '{"model":"demo" }'],
    ['{"messages":[]}', '{"model":"demo","messages":[]}'],
  ])('adds the model to %s', (json, expected) => {
    expect(new JsonBody(Buffer.from(json), undefined).forModel('demo').toString()).toBe(expected);
  });

  it('copes with a key that is spelled with escapes', () => {
    expect(JSON.parse(spliced('{"\\u006dodel":"primary"}', 'primary', 'demo'))).toEqual({ model: 'demo' });
  });

  it('sets the model and keeps every other value of any JSON object', () => {
    const rest = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });
    fc.assert(
      fc.property(
        rest,
        rest,
        fc.string({ minLength: 1 }),
        fc.string(),
        fc.integer({ min: 0, max: 4 }),
        (before, after, model, to, indent) => {
          const body = { ...before, model, ...after };
          body.model = model;
          const result = spliced(JSON.stringify(body, null, indent), model, to);
          expect(JSON.parse(result)).toEqual(JSON.parse(JSON.stringify({ ...body, model: to })));
        },
      ),
      { numRuns: 500 },
    );
  });
});

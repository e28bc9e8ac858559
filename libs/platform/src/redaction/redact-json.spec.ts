import { describe, expect, it } from '@jest/globals';
import { redactJson } from './redact-json.js';

describe('redactJson', () => {
  it('hides what telling names hold, at any depth', () => {
    const json = redactJson({
      slot: 'primary',
      upstream: { apiKey: 'abc', hf_token: 'def', list: [{ password: 'x' }] },
    });
    expect(JSON.parse(json)).toEqual({
      slot: 'primary',
      upstream: { apiKey: '***REDACTED***', hf_token: '***REDACTED***', list: [{ password: '***REDACTED***' }] },
    });
  });

  it('hides credentials inside texts and keeps numbers as numbers', () => {
    const json = redactJson({ reason: 'refused: Authorization: Bearer abcdefghijkl', promptTokens: 12, token: 7 });
    expect(JSON.parse(json)).toEqual({
      reason: 'refused: Authorization: Bearer ***REDACTED***',
      promptTokens: 12,
      token: 7,
    });
  });
});

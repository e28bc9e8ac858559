import { describe, expect, it } from '@jest/globals';
import { isSecretName, redactJson } from './redact-json.js';

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

describe('isSecretName', () => {
  it.each([
    'API_KEY',
    'apiKey',
    'key',
    'KEY',
    'hf_token',
    'privateKey',
    'Authorization',
    'SALT',
    'db_pass',
    'x-api-key',
  ])('knows %s', (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    'api_key_env',
    'require_key',
    'monkey',
    'keys',
    'tokens',
    'max_tokens',
    'token_value_set',
    'primary',
    'turkey',
  ])('leaves %s alone', (name) => expect(isSecretName(name)).toBe(false));
});

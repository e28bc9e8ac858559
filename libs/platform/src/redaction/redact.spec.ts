import { describe, expect, it } from '@jest/globals';
import { redact } from './redact.js';

describe('redact', () => {
  it.each([
    'Authorization: Bearer abcdef123456',
    '{"authorization":"Bearer abcdef123456"}',
    'LEMONADE_API_KEY=abcdef123456',
    'HF_TOKEN: abcdef123456',
    '"api_key": "abcdef123456"',
    'password=abcdef123456&x=1',
    'using sk-abcdef123456',
    'token hf_abcdef123456',
    'GET https://user:abcdef123456@x.example/v1 failed',
    '"https://abcdef123456@x.example/"',
    'https://x.example/v1?a=1&key=abcdef123456',
  ])('takes the credential out of %s', (line) => {
    expect(redact(line)).not.toContain('abcdef123456');
    expect(redact(line)).toContain('***REDACTED***');
  });

  it.each([
    '7 tokens per second',
    'loaded model qwen3-4b on port 8001',
    'max_tokens: 64 was asked',
    'http://127.0.0.1:8080/users/@me and me@x.example',
  ])('leaves %s alone', (line) => {
    expect(redact(line)).toBe(line);
  });
});

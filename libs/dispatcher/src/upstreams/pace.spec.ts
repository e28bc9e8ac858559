import { describe, expect, it } from '@jest/globals';
import { readPace } from './pace.js';

const NOW = Date.UTC(2026, 0, 1);

describe('readPace', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
    ['a date gone by', { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    ['milliseconds, which are finer', { 'retry-after-ms': '1250', 'retry-after': '2' }, 1_250],
    ['a point in time in milliseconds', { 'x-ratelimit-reset': String(NOW + 5_000) }, 5_000],
    ['a point in time in seconds', { 'x-ratelimit-reset': String(NOW / 1_000 + 5) }, 5_000],
    [
      'the span of what is used up',
      { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' },
      360_000,
    ],
    ['a short span', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '120ms' }, 120],
    ['no span of what is left', { 'x-ratelimit-remaining-tokens': '9', 'x-ratelimit-reset-tokens': '6m0s' }, null],
    ['nonsense', { 'retry-after': 'soon' }, null],
    ['nothing', {}, null],
  ])('reads %s', (_what, headers, waitMs) => {
    expect(readPace(headers, NOW).waitMs).toBe(waitMs);
  });

  it('keeps for the client what is said about limits, and nothing else', () => {
    const { headers } = readPace(
      {
        'retry-after': '7',
        'x-ratelimit-reset-requests': '1s',
        'anthropic-ratelimit-tokens-reset': '2026-01-01T00:01:00Z',
        'set-cookie': 'a=b',
        'x-request-id': 'req_1',
      },
      NOW,
    );
    expect(headers).toEqual([
      ...['retry-after', '7'],
      ...['x-ratelimit-reset-requests', '1s'],
      ...['anthropic-ratelimit-tokens-reset', '2026-01-01T00:01:00Z'],
    ]);
  });

  it('says in seconds what only few clients read', () => {
    expect(readPace({ 'retry-after-ms': '1250' }, NOW).headers).toEqual(['retry-after-ms', '1250', 'retry-after', '2']);
  });
});

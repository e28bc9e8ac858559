import { describe, expect, it } from '@jest/globals';
import { aRequest } from '../../../testing/request-samples';
import { whySlow } from './why-slow';

describe('whySlow', () => {
  it('names the part that took most, how much of it all that was, and what is known of it', () => {
    expect(whySlow(aRequest())).toMatchObject({
      part: 'decode',
      headline: '90 % of 1.00 s went into writing the answer.',
      because: 'The answer has 48 tokens, at 41.2 tok/s.',
    });
  });

  it.each([
    ['queue', { queueMs: 8000, totalMs: 9000 }, 'Every place of primary was taken when it came.', 'serve more at once'],
    ['load', { loadMs: 8000, totalMs: 9000 }, 'tiny-chat was not in memory when it came.', 'Pin primary'],
    [
      'prefill',
      { ttftMs: 8000, totalMs: 9000, promptTokens: 7200, cachedTokens: 120 },
      'The prompt has 7,200 tokens, 120 of them from the cache, at 900 tok/s.',
      'read from the cache',
    ],
    ['hal0', { gatewayMs: 800 }, '', 'not usual'],
  ] as const)('says why and what to do when it was %s', (part, changes, because, advice) => {
    const verdict = whySlow(aRequest(changes));
    expect(verdict).toMatchObject({ part, because });
    expect(verdict?.advice).toContain(advice);
  });

  it('gives the time before the first token of a plain answer, not that of its first byte', () => {
    const verdict = whySlow(aRequest({ stream: false, firstByteMs: 990, ttftMs: 90 }));
    expect(verdict?.part).toBe('decode');
  });

  it('does not guess which part of a provider’s plain answer was reading', () => {
    const answer = { slot: null, servedBy: 'openai', stream: false, ttftMs: null, firstByteMs: 400, totalMs: 404 };
    expect(whySlow(aRequest(answer))?.headline).toBe('100 % of 404 ms went by until openai had answered.');
  });

  it('names what was tried in vain, when the time went there', () => {
    const attempts = [
      { target: 'primary', reason: 'queue_full', ms: 0 },
      { target: 'openai/gpt-4o', reason: 'dispatch.upstream_unreachable', ms: 8000 },
    ];
    const verdict = whySlow(aRequest({ attempts, triedMs: 8000, totalMs: 9000 }));
    expect(verdict).toMatchObject({
      part: 'tried',
      headline: '89 % of 9.00 s went into targets that gave no answer.',
      because: 'In vain: primary (queue full, 0 ms), then openai/gpt-4o (dispatch.upstream_unreachable, 8.00 s).',
    });
  });

  it('says nothing of a request that was over at once', () => {
    expect(whySlow(aRequest({ outcome: 'failed', firstByteMs: null, totalMs: 3, gatewayMs: 2 }))).toBeNull();
  });

  it('speaks of no answer where none began, and of the upstream where no slot served', () => {
    const silent = whySlow(aRequest({ firstByteMs: null, ttftMs: null, totalMs: 30_000, outcome: 'failed' }));
    expect(silent?.headline).toBe('100 % of 30.0 s went by without a first byte of an answer.');
    const away = whySlow(aRequest({ slot: null, servedBy: 'openai', queueMs: 5000, totalMs: 6000 }));
    expect(away?.advice).toContain('Let more requests at once go to openai');
  });
});

import { FakeClock } from '@hal0/platform/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { UpstreamAnsweredError, UpstreamUnavailableError } from '../dispatcher.errors.js';
import { UntranslatableRequestError } from '../translation/translation.errors.js';
import { UpstreamHealth } from './upstream-health.js';
import { UpstreamListFailedError } from './upstreams.errors.js';

const far = { name: 'far/m', isSlot: false };
const lost = new UpstreamUnavailableError('far/m', false, new Error('reset'));
const limited = new UpstreamAnsweredError('rate_limit_exceeded', 429, 'Slow down.', far);
const wrong = new UpstreamAnsweredError('dispatch.upstream_rejected', 400, 'No such field.', far);
const noList = new UpstreamListFailedError('far', 'it answered with HTTP 500');

describe('UpstreamHealth', () => {
  let clock: FakeClock;
  let health: UpstreamHealth;

  beforeEach(() => {
    clock = new FakeClock();
    health = new UpstreamHealth(clock);
  });

  it('is not won back by a list of models when it was lost in answering', () => {
    health.answered(lost, null);
    health.listed(null);
    expect(health.error).toBe(lost);
    health.answered(null, null);
    expect(health.error).toBeNull();
  });

  it('is won back by a list, or by an answer, when it was lost in listing', () => {
    health.listed(noList);
    health.listed(null);
    expect(health.error).toBeNull();
    health.listed(noList);
    health.answered(null, null);
    expect([health.error, health.isLastInLine]).toEqual([null, false]);
  });

  it('counts a request that is refused as wrong as a good answer, but learns nothing from what never got there', () => {
    health.answered(lost, null);
    health.answered(new UntranslatableRequestError('"messages" must be a list.', 'messages'), null);
    expect(health.error).toBe(lost);
    health.answered(wrong, null);
    expect(health.error).toBeNull();
  });

  it('puts one that failed last, and gives it a chance after five minutes', async () => {
    health.answered(lost, null);
    expect(health.isLastInLine).toBe(true);
    await clock.advance(5 * 60_000);
    expect([health.isLastInLine, health.error]).toEqual([false, lost]);
  });

  it('lets one rest for as long as it asks to, and no longer', async () => {
    health.answered(limited, 7_000);
    expect([health.resting, health.isLastInLine]).toEqual([limited, true]);
    await clock.advance(7_000);
    expect([health.resting, health.isLastInLine]).toEqual([null, false]);
  });

  it('lets nobody rest for more than an hour', async () => {
    health.answered(limited, 24 * 60 * 60_000);
    await clock.advance(60 * 60_000);
    expect(health.resting).toBeNull();
  });
});

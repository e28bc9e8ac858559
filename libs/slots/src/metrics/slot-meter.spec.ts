import type { RequestRecord } from '@hal0/platform';
import { FakeClock, finishedRequest } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import { SlotMeter } from './slot-meter.js';

function meterAfter(...changes: Partial<RequestRecord>[]): SlotMeter {
  const meter = new SlotMeter(new FakeClock());
  for (const change of changes) meter.ended(finishedRequest(change));
  return meter;
}

describe('SlotMeter', () => {
  it('counts requests by how they ended, and tokens of all of them', () => {
    const meter = meterAfter(
      {},
      { outcome: 'failed', promptTokens: null, completionTokens: null },
      { outcome: 'abandoned' },
    );
    expect(meter).toMatchObject({ requests: 3, completed: 1, failed: 1, abandoned: 1 });
    expect(meter).toMatchObject({ promptTokens: 24, cachedTokens: 12, completionTokens: 60 });
  });

  it('keeps the latest figures that were told', () => {
    const meter = meterAfter({}, { ttftMs: null, tokensPerSecond: null, promptTokensPerSecond: null, queueMs: 90 });
    expect(meter).toMatchObject({ ttftMs: 50, tokensPerSecond: 40, promptTokensPerSecond: 800, queueMs: 90 });
  });

  it('knows nothing before the first request', () => {
    expect(meterAfter()).toMatchObject({ requests: 0, ttftMs: null, tokensPerSecond: null, queueMs: null });
  });

  it('counts loads only for those that had to wait for one', () => {
    const meter = meterAfter({ loadMs: 0 }, { loadMs: 3_000 });
    expect([meter.loadTimes.count, meter.queueTimes.count, meter.requestTimes.count]).toEqual([1, 2, 2]);
  });

  it('does not take the length of a realtime session for the time of a request', () => {
    const meter = meterAfter({ status: 101, totalMs: 600_000 });
    expect([meter.requests, meter.requestTimes.count]).toEqual([1, 0]);
  });

  it('takes no figures of one load for those of another', () => {
    const meter = meterAfter();
    const [before, after] = [{}, {}];
    meter.sample(before, { tokens: 10, size: 100 });
    expect(meter.contextOf(before)).toEqual({ tokens: 10, size: 100 });
    expect(meter.contextOf(after)).toEqual({ tokens: null, size: null });
    expect(meter.contextOf(null)).toEqual({ tokens: null, size: null });
    meter.sample(before, null);
    expect(meter.contextOf(before)).toEqual({ tokens: null, size: null });
  });
});

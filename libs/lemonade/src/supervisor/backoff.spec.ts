import { describe, expect, it } from '@jest/globals';
import { Backoff } from './backoff.js';

describe('Backoff', () => {
  it('doubles from half a second to half a minute', () => {
    const backoff = new Backoff();
    expect(Array.from({ length: 9 }, () => backoff.next(100))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(backoff.count).toBe(9);
  });

  it('starts over after a long life', () => {
    const backoff = new Backoff();
    for (let fault = 0; fault < 4; fault++) backoff.next(0);
    expect(backoff.next(60_000)).toBe(500);
    expect(backoff.count).toBe(1);
  });
});

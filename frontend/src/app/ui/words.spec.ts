import { describe, expect, it } from '@jest/globals';
import { describeAge } from './age';
import { describeBytes } from './bytes';

describe('describeAge', () => {
  it.each([
    [-5, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [200_000_000, '2 d'],
  ])('%d ms is "%s"', (milliseconds, text) => expect(describeAge(milliseconds)).toBe(text));
});

describe('describeBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [2_354_048, '2.2 MiB'],
    [17 * 1024 ** 3, '17 GiB'],
  ])('%d is "%s"', (bytes, text) => expect(describeBytes(bytes)).toBe(text));
});

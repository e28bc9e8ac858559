import { describe, expect, it } from '@jest/globals';
import { isNestedTooDeep } from './json-depth.js';

const nested = (levels: number, inside = '1') =>
  Buffer.from('[{"a":'.repeat(levels / 2) + inside + '}]'.repeat(levels / 2));

describe('isNestedTooDeep', () => {
  it.each([
    ['what anybody would send', nested(100), false],
    ['the most there may be', nested(512), false],
    ['more', nested(514), true],
    ['so much that writing it would fail', nested(200_000), true],
    ['many beside each other', Buffer.from(`[${'[],'.repeat(10_000)}[]]`), false],
    ['brackets within text', Buffer.from(JSON.stringify({ a: '['.repeat(10_000) })), false],
    ['text with quotes and backslashes', Buffer.from(JSON.stringify([`\\"${'[{'.repeat(1_000)}\\`, 1])), false],
    ['text that has no end', Buffer.from('["'), false],
  ])('knows %s', (_what, json, tooDeep) => {
    expect(isNestedTooDeep(json)).toBe(tooDeep);
  });
});

import { describe, expect, it } from '@jest/globals';
import { newTables, tableChanges, valueAt, withValue } from './table-changes.js';

describe('tableChanges', () => {
  it.each([
    [
      'a value set, changed and removed',
      { a: { x: 1, y: 2 } },
      { a: { y: 3 }, b: true },
      [
        { path: 'a.x', before: 1, after: null },
        { path: 'a.y', before: 2, after: 3 },
        { path: 'b', before: null, after: true },
      ],
    ],
    ['lists as one value', { a: [1, 2] }, { a: [1] }, [{ path: 'a', before: [1, 2], after: [1] }]],
    ['an empty table', {}, { a: { b: {} } }, [{ path: 'a.b', before: null, after: {} }]],
    ['a table in the place of a value', { a: 1 }, { a: { b: 2 } }, [{ path: 'a', before: 1, after: { b: 2 } }]],
    ['names with dots', {}, { u: { 'a.b': { url: 'x' } } }, [{ path: 'u."a.b".url', before: null, after: 'x' }]],
    ['nothing', { a: { b: [1] }, c: {} }, { a: { b: [1] }, c: {} }, []],
  ])('tells of %s', (_what, before, after, changes) => {
    expect(tableChanges(before, after)).toEqual(changes);
  });
});

describe('newTables', () => {
  it('names outer tables before inner ones', () => {
    expect(newTables({ a: {} }, { a: { b: { c: {} } }, d: { x: 1 } })).toEqual(['a.b', 'a.b.c', 'd']);
  });
});

describe('withValue', () => {
  it('sets and removes one key, and leaves the table that it was given alone', () => {
    const table = { a: { x: 1, y: 2 } };
    expect(withValue(table, 'a.x', 5)).toEqual({ a: { x: 5, y: 2 } });
    expect(withValue(table, 'b."c.d".e', true)).toEqual({ a: { x: 1, y: 2 }, b: { 'c.d': { e: true } } });
    expect(withValue(table, 'a.x', null)).toEqual({ a: { y: 2 } });
    expect(withValue(table, 'b.c', null)).toEqual(table);
    expect(table).toEqual({ a: { x: 1, y: 2 } });
  });

  it('takes no key for the prototype of anything', () => {
    const result = withValue({}, '__proto__.polluted', true);
    expect(Object.hasOwn(result, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(valueAt({}, 'constructor.name')).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ModelListing } from '../openai/model-list.js';
import { modelPage, type PageQuery } from './model-pages.js';

const listing = (id: string): ModelListing => ({
  id,
  object: 'model',
  created: 1_795_000_000,
  owned_by: 'hal0',
  slot: null,
  type: null,
  context_length: null,
  loaded: true,
});
const page = (query: PageQuery, ids = ['a', 'b', 'c']) => modelPage(ids.map(listing), query);
const told = (ids: string[], has_more: boolean) => ({
  data: ids.map((id) => expect.objectContaining({ id }) as object),
  has_more,
  first_id: ids[0] ?? null,
  last_id: ids.at(-1) ?? null,
});

describe('models in the words of Anthropic', () => {
  it('have a name for people and the time they came', () => {
    expect(page({}, ['a'])).toEqual({
      data: [{ type: 'model', id: 'a', display_name: 'a', created_at: '2026-11-18T11:06:40.000Z' }],
      has_more: false,
      first_id: 'a',
      last_id: 'a',
    });
  });

  it.each<[PageQuery, string[], boolean]>([
    [{ limit: '2' }, ['a', 'b'], true],
    [{ limit: '2', after_id: 'a' }, ['b', 'c'], false],
    [{ limit: '2', after_id: 'b' }, ['c'], false],
    [{ after_id: 'c' }, [], false],
    [{ limit: '1', before_id: 'c' }, ['b'], true],
    [{ before_id: 'b' }, ['a'], false],
  ])('come in pages: %j', (query, ids, more) => expect(page(query)).toEqual(told(ids, more)));

  it.each([
    [{ limit: '0' }],
    [{ limit: 'x' }],
    [{ limit: ['1', '2'] }],
    [{ after_id: 'nothing' }],
    [{ before_id: '' }],
  ])('come not at all for a page that makes no sense: %j', (query) =>
    expect(() => page(query)).toThrow(expect.objectContaining({ code: 'request.invalid_body' })),
  );
});

import { InvalidBodyError } from '../gateway.errors.js';
import type { ModelListing } from '../openai/model-list.js';

/** A model as Anthropic's Models API tells it. Source: its API reference, "Models". */
export interface ModelInfo {
  type: 'model';
  id: string;
  display_name: string;
  /** RFC 3339; the beginning of time where nobody knows. */
  created_at: string;
}

/** What a client may say about the page that it wants, as it stands in the address. */
export interface PageQuery {
  limit?: unknown;
  before_id?: unknown;
  after_id?: unknown;
}

const MOST = 1_000;

export function modelInfo({ id, created }: ModelListing): ModelInfo {
  return { type: 'model', id, display_name: id, created_at: new Date(created * 1_000).toISOString() };
}

/**
 * One page of the list, which is all of it unless the client wants less.
 * @throws InvalidBodyError
 */
export function modelPage(listings: readonly ModelListing[], query: PageQuery): object {
  const limit = limitOf(query.limit);
  const after = positionOf(listings, query.after_id, 'after_id');
  const before = positionOf(listings, query.before_id, 'before_id');
  const from = after === undefined ? 0 : after + 1;
  const range = listings.slice(from, before);
  // What comes before an id is the end of that, as what comes after one is the beginning.
  const page = before !== undefined && after === undefined ? range.slice(-limit) : range.slice(0, limit);
  const data = page.map(modelInfo);
  return {
    data,
    has_more: page.length < range.length,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

function limitOf(limit: unknown): number {
  if (limit === undefined) return MOST;
  const number = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > MOST) {
    throw new InvalidBodyError(`"limit" must be a whole number from 1 to ${MOST}.`, 'limit');
  }
  return number;
}

function positionOf(listings: readonly ModelListing[], id: unknown, param: string): number | undefined {
  if (id === undefined) return undefined;
  const position = listings.findIndex((listing) => listing.id === id);
  if (position < 0) throw new InvalidBodyError(`"${param}" names no model of this list.`, param);
  return position;
}

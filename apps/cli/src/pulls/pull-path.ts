import type { PullDto } from '@hal0/registry';
import type { ApiClient } from '../api/api-client.js';

/** Route of one download, or of something done with it. */
export const pullPath = (id: string, action?: string): string =>
  `api/pulls/${encodeURIComponent(id)}${action ? `/${action}` : ''}`;

const PULL_ID = /^[0-9a-f]{16}$/;

/**
 * The id of the download that a word means: its id, or the model that it brings or its source, of which the latest counts. A word that
 * means none stays as it is, so that the API can say so.
 */
export async function pullIdOf(api: ApiClient, word: string): Promise<string> {
  if (PULL_ID.test(word)) return word;
  const newestFirst = await api.call<PullDto[]>('api/pulls');
  return newestFirst.find(({ modelId, source }) => modelId === word || source === word)?.id ?? word;
}

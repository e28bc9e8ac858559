import type { ModelType } from '@hal0/config';

/** The wish for a model. */
export interface PullRequest {
  /** `owner/name`, `owner/name:variant`, `owner/name:file`, an address, or an id of the catalogue. */
  source: string;
  /** What the model is to be called; derived from the source when absent. */
  id?: string;
  /** Taken from the file when absent. */
  type?: ModelType;
  /** Branch, tag or commit; the main branch when absent. */
  revision?: string;
}

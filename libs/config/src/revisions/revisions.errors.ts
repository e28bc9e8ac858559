import { Hal0Error } from '@hal0/platform';

/** In a message; the details name them all. */
const MOST_LISTED = 5;

/** There is no revision of that number, or not any more. */
export class RevisionNotFoundError extends Hal0Error {
  readonly code = 'config.revision_not_found';
  readonly httpStatus = 404;

  constructor(id: number) {
    super(`There is no revision ${id} of the configuration. hal0 config history lists those that are kept.`, { id });
  }
}

/** What a revision set has been changed since, so that undoing it would undo somebody else's change. */
export class UndoConflictError extends Hal0Error {
  readonly code = 'config.undo_conflict';
  readonly httpStatus = 409;

  /**
   * @param paths the keys whose values are not those that the revision set
   * @param later newer revisions that touched them; none when it was an edit by hand that is not on record
   */
  constructor(id: number, paths: readonly string[], later: readonly number[]) {
    const by = later.length ? ` (revision ${shortList(later)})` : '';
    super(
      `Revision ${id} cannot be undone: ${shortList(paths)} changed since${by}. Set it by hand, or undo what came later first.`,
      {
        id,
        paths,
        later,
      },
    );
  }
}

function shortList(all: readonly (string | number)[]): string {
  const more = all.length - MOST_LISTED;
  return `${all.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

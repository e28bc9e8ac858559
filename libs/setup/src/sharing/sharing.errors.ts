import { Hal0Error } from '@hal0/platform';

/** No slot has a model, so there is nothing to make a bundle of. */
export class LayoutEmptyError extends Hal0Error {
  readonly code = 'bundle.nothing_to_export';
  readonly httpStatus = 409;

  constructor() {
    super('No slot of this box is enabled and has a model, so there is nothing to save. Give one a model first.');
  }
}

/** A bundle that is imported wants files that only hal0 itself can bring. */
export class BundleWithFilesError extends Hal0Error {
  readonly code = 'bundle.has_files';
  readonly httpStatus = 422;

  constructor(models: readonly string[]) {
    super(
      `The bundle speaks of files that would have to come with it (${models.join(', ')}), and a bundle that is imported is one file alone. Say where they can be downloaded, with "source".`,
      { models: [...models] },
    );
  }
}

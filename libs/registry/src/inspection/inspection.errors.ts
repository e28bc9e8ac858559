import { Hal0Error } from '@hal0/platform';

/** The file is sound, and holds something that is no model by itself. */
export class ModelFileNoModelError extends Hal0Error {
  readonly code = 'model.not_a_model';
  readonly httpStatus = 422;

  /** @param what it is, without a full stop */
  constructor(file: string, what: string) {
    super(`${file} is ${what}. Give the file of the model itself.`, { file });
  }
}

/** A file that is to let a model see or hear does not. */
export class ModelFileNoProjectorError extends Hal0Error {
  readonly code = 'model.not_a_projector';
  readonly httpStatus = 422;

  constructor(file: string) {
    super(`${file} is to be the projector of a model, and is none. Get the right file, or take this one away.`, {
      file,
    });
  }
}

/** A model's file is there, but hal0 may not or cannot read it. */
export class ModelFileUnreadableError extends Hal0Error {
  readonly code = 'model.file_unreadable';
  readonly httpStatus = 422;

  /** @param reason what the operating system says, e.g. `EACCES` */
  constructor(path: string, reason: string, cause: unknown) {
    super(
      `${path} cannot be read (${reason}). Let the user that hal0 runs as read it, and look into the folders above it.`,
      { path, reason },
      { cause },
    );
  }
}

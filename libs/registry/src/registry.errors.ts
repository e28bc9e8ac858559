import { Hal0Error } from '@hal0/platform';

/** No model of that id is registered. */
export class ModelNotFoundError extends Hal0Error {
  readonly code = 'model.not_found';
  readonly httpStatus = 404;

  constructor(id: string) {
    super(`There is no model "${id}".`, { model: id });
  }
}

/** Another model has that id. */
export class ModelExistsError extends Hal0Error {
  readonly code = 'model.exists';
  readonly httpStatus = 409;

  constructor(id: string) {
    super(`There is already a model "${id}". Remove it first, or choose another id.`, { model: id });
  }
}

/** The id breaks the grammar of model ids. */
export class ModelIdInvalidError extends Hal0Error {
  readonly code = 'model.id_invalid';
  readonly httpStatus = 422;

  constructor(id: string) {
    super(
      `"${id.slice(0, 200)}" is not a model id. Use up to 128 letters, digits, ".", "_" and "-", in words joined by "/" or ":".`,
      { model: id.slice(0, 200) },
    );
  }
}

/** The path of a new model does not begin at the root. */
export class ModelPathRelativeError extends Hal0Error {
  readonly code = 'model.path_relative';
  readonly httpStatus = 422;

  constructor(path: string) {
    super(`Give the absolute path of the model file; "${path}" is relative.`, { path });
  }
}

/** The type was not given, and the file's format does not tell it. */
export class ModelTypeUnknownError extends Hal0Error {
  readonly code = 'model.type_unknown';
  readonly httpStatus = 422;

  constructor(path: string) {
    super(`What ${path} is for cannot be seen from the file. Say its type.`, { path });
  }
}

/** Neither a file, nor a model that a backend keeps, or both. */
export class ModelSourceInvalidError extends Hal0Error {
  readonly code = 'model.source_invalid';
  readonly httpStatus = 422;

  constructor(reason: string) {
    super(
      `${reason} Give the path of a file, or the recipe "flm", a type and a checkpoint of FastFlowLM such as "qwen3:0.6b".`,
    );
  }
}

/** The model's backend keeps the file, so that there is none to move. */
export class ModelWithoutFileError extends Hal0Error {
  readonly code = 'model.no_file';
  readonly httpStatus = 409;

  constructor(id: string) {
    super(`"${id}" has no file of its own: its backend keeps it. Remove the model, and add another.`, { model: id });
  }
}

/** A model's file is not where it should be. */
export class ModelFileMissingError extends Hal0Error {
  readonly code = 'model.file_missing';
  readonly httpStatus = 409;

  constructor(path: string) {
    super(`There is no model file at ${path}. Put it back, or remove the model and add it again.`, { path });
  }
}

/** A model's file cannot be what its type needs, or is not whole. */
export class ModelFileCorruptError extends Hal0Error {
  readonly code = 'model.file_corrupt';
  readonly httpStatus = 422;

  constructor(path: string, reason: string, cause?: unknown) {
    super(`${path} cannot be used: ${reason}. Get the file again.`, { path, reason }, { cause });
  }
}

/** Something still refers to the model. */
export class ModelInUseError extends Hal0Error {
  readonly code = 'model.in_use';
  readonly httpStatus = 409;

  constructor(id: string, slots: readonly string[]) {
    const who = slots.length > 1 ? 'them' : 'it';
    super(
      `"${id}" is used by ${slots.join(', ')}. Give ${who} another model first; or "hal0 model rm --force", with the API cascade=true, takes it from ${who}.`,
      { model: id, slots: [...slots] },
    );
  }
}

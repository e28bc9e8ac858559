import { Hal0Error } from '@hal0/platform';

/** There is no bundle of that id. */
export class BundleNotFoundError extends Hal0Error {
  readonly code = 'bundle.not_found';
  readonly httpStatus = 404;

  constructor(id: string, known: readonly string[]) {
    super(`There is no bundle "${id}". There is: ${known.join(', ') || 'none'}.`, { bundle: id, known: [...known] });
  }
}

/** A bundle's manifest breaks its schema. */
export class BundleInvalidError extends Hal0Error {
  readonly code = 'bundle.invalid';
  readonly httpStatus = 422;

  /** @param errors dotted path to what is wrong there */
  constructor(file: string, errors: Record<string, string>, cause?: unknown) {
    const [path = '', message = 'it is not a manifest'] = Object.entries(errors)[0] ?? [];
    super(`${file} is not a bundle: ${message}.`, { file, path, errors }, { cause });
  }
}

/** A file that the bundle consists of is not there. */
export class BundleFileMissingError extends Hal0Error {
  readonly code = 'bundle.file_missing';
  readonly httpStatus = 409;

  constructor(bundle: string, path: string) {
    super(`The bundle "${bundle}" is not complete: there is no ${path}. Get hal0's files again.`, { bundle, path });
  }
}

/** A file of the bundle is not the one that the manifest speaks of. */
export class BundleFileCorruptError extends Hal0Error {
  readonly code = 'bundle.file_corrupt';
  readonly httpStatus = 422;

  constructor(bundle: string, path: string, expected: string, actual: string) {
    super(
      `${path} is not the file the bundle "${bundle}" was made with (its SHA-256 differs). Get hal0's files again.`,
      {
        bundle,
        path,
        expected,
        actual,
      },
    );
  }
}

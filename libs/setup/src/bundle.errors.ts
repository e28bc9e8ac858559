import { Hal0Error } from '@hal0/platform';

/** There is no bundle of that id. */
export class BundleNotFoundError extends Hal0Error {
  readonly code = 'bundle.not_found';
  readonly httpStatus = 404;

  constructor(id: string, known: readonly string[]) {
    super(`There is no bundle "${id.slice(0, 64)}". There is: ${known.join(', ') || 'none'}.`, {
      bundle: id.slice(0, 64),
      known: [...known],
    });
  }
}

/** A bundle's manifest breaks its schema. */
export class BundleInvalidError extends Hal0Error {
  readonly code = 'bundle.invalid';
  readonly httpStatus = 422;

  /**
   * @param name of the file, or what the person calls it
   * @param errors dotted path to what is wrong there
   */
  constructor(name: string, errors: Record<string, string>, cause?: unknown) {
    const [path = '', message = 'it is not a manifest'] = Object.entries(errors)[0] ?? [];
    super(`${name} is not a bundle: ${path ? `${path}: ` : ''}${message}.`, { file: name, path, errors }, { cause });
  }
}

/** A file that the bundle consists of is not there. */
export class BundleFileMissingError extends Hal0Error {
  readonly code = 'bundle.file_missing';
  readonly httpStatus = 409;

  constructor(bundle: string, file: string) {
    super(`The bundle "${bundle}" is not complete: there is no ${file}. Get hal0's files again.`, { bundle, file });
  }
}

/** A file of the bundle is not the one that the manifest speaks of. */
export class BundleFileCorruptError extends Hal0Error {
  readonly code = 'bundle.file_corrupt';
  readonly httpStatus = 422;

  constructor(bundle: string, file: string, expected: string, actual: string) {
    super(
      `${file} is not the file the bundle "${bundle}" was made with (its size or SHA-256 differs). Get hal0's files again.`,
      { bundle, file, expected, actual },
    );
  }
}

/** The machine has less memory than the bundle is meant for. */
export class BundleNotEligibleError extends Hal0Error {
  readonly code = 'bundle.not_eligible';
  readonly httpStatus = 409;

  constructor(name: string, reason: string, details: { needsGb: number; usableGib: number }) {
    super(`${reason} Choose a smaller bundle than ${name}, or force it.`, { bundle: name, ...details });
  }
}

/** What the bundle would download does not fit on the disk. */
export class BundleDiskError extends Hal0Error {
  readonly code = 'bundle.insufficient_disk';
  readonly httpStatus = 507;

  constructor(name: string, neededBytes: number, freeBytes: number) {
    super(
      `${name} downloads ${gigabytes(neededBytes)}, and ${gigabytes(freeBytes)} are free where models are kept. Make room, move the model store to another disk ([models].store), or force it.`,
      { bundle: name, neededBytes, freeBytes },
    );
  }
}

/** The models of the NPU were asked for where there is no FastFlowLM, or of a bundle that does not offer them. */
export class BundleNpuError extends Hal0Error {
  readonly code = 'bundle.npu_not_available';
  readonly httpStatus = 400;

  constructor(reason: string) {
    super(`${reason} Apply the bundle without npuOptIn.`);
  }
}

/** Another bundle is being applied. */
export class BundleRunActiveError extends Hal0Error {
  readonly code = 'bundle.run_active';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`${name} is being applied now. Wait for its end, or cancel it first.`, { bundle: name });
  }
}

/** No bundle has been applied on this box yet, so there is no run to tell of. */
export class BundleNoRunError extends Hal0Error {
  readonly code = 'bundle.no_run';
  readonly httpStatus = 404;

  constructor() {
    super('No bundle has been applied on this box yet. Choose one first.');
  }
}

/** A bundle to be imported is called like one that comes with hal0. */
export class BundleNameTakenError extends Hal0Error {
  readonly code = 'bundle.already_exists';
  readonly httpStatus = 409;

  constructor(id: string) {
    super(`"${id}" is a bundle that comes with hal0. Give yours another id.`, { bundle: id });
  }
}

/** A bundle that comes with hal0 was to be deleted. */
export class BundleBuiltInError extends Hal0Error {
  readonly code = 'bundle.built_in';
  readonly httpStatus = 409;

  constructor(id: string) {
    super(`"${id}" comes with hal0. Only imported bundles can be deleted.`, { bundle: id });
  }
}

/** Nobody says where a model of the bundle comes from, and it is not on this box. */
export class BundleModelUnavailableError extends Hal0Error {
  readonly code = 'bundle.model_unavailable';
  readonly httpStatus = 409;

  constructor(model: string) {
    super(
      `The bundle does not say where ${model} comes from: it was a file on the box that the bundle was made on. Add that file to the models here, then apply the bundle again.`,
      { model },
    );
  }
}

/** A model of the bundle was not got, so the slot that it is for stays as it is. */
export class BundleModelFailedError extends Hal0Error {
  readonly code = 'bundle.model_failed';
  readonly httpStatus = 409;

  constructor(model: string) {
    super(`${model} is not here, so the slot was left as it is. Apply the bundle again to try once more.`, { model });
  }
}

/** A download of the bundle has vanished, or was cancelled. */
export class BundlePullLostError extends Hal0Error {
  readonly code = 'bundle.pull_cancelled';
  readonly httpStatus = 409;

  constructor(model: string) {
    super(`The download of ${model} was cancelled. Apply the bundle again to go on with it.`, { model });
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

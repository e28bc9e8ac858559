import { Hal0Error } from '@hal0/platform';
import type { PullState } from './pull.js';

/** There is no pull of that id, or it was so long ago that it is forgotten. */
export class PullNotFoundError extends Hal0Error {
  readonly code = 'pull.not_found';
  readonly httpStatus = 404;

  constructor(id: string) {
    super(`There is no pull "${id.slice(0, 64)}". "hal0 pull list" names those there are.`, { pull: id.slice(0, 64) });
  }
}

/** The pull has not ended, so that it cannot be forgotten. */
export class PullActiveError extends Hal0Error {
  readonly code = 'pull.active';
  readonly httpStatus = 409;

  constructor(id: string, modelId: string) {
    super(`The pull of "${modelId}" has not ended. Cancel it first.`, { pull: id, model: modelId });
  }
}

/** What was asked for does not fit the state of the pull. */
export class PullStateError extends Hal0Error {
  readonly code = 'pull.wrong_state';
  readonly httpStatus = 409;

  constructor(id: string, modelId: string, state: PullState, wanted: string) {
    super(`The pull of "${modelId}" is ${state}, so it cannot be ${wanted}.`, { pull: id, model: modelId, state });
  }
}

/** What is to be pulled cannot be understood, or nothing there is a model. */
export class PullSourceInvalidError extends Hal0Error {
  readonly code = 'pull.source_invalid';
  readonly httpStatus = 422;

  /** @param reason a whole sentence */
  constructor(reason: string, details: Record<string, unknown> = {}) {
    super(
      `${reason} Give a repository of the hub such as "owner/name", "owner/name:Q4_K_M", an address of a file, or an id of the catalogue.`,
      details,
    );
  }
}

/** The hub has taken away a file that a model of the catalogue consists of. */
export class PullFileGoneError extends Hal0Error {
  readonly code = 'pull.file_gone';
  readonly httpStatus = 404;

  constructor(catalogueId: string, repository: string, file: string) {
    super(
      `The hub no longer has "${file}", which "${catalogueId}" of the catalogue consists of. See what ${repository} has instead with "hal0 model inspect ${repository}", and pull that.`,
      { model: catalogueId, repository, file },
    );
  }
}

/** The file could run code of whoever made it when it is loaded. */
export class PullUnsafeFormatError extends Hal0Error {
  readonly code = 'pull.unsafe_format';
  readonly httpStatus = 422;

  constructor(file: string) {
    super(
      `"${file}" is in a format that can hold programs, so hal0 does not fetch it. Choose a GGUF or safetensors file of the model.`,
      { file },
    );
  }
}

/** What arrived is not what the hub says it has. Nothing was registered, and what arrived is thrown away. */
export class PullChecksumMismatchError extends Hal0Error {
  readonly code = 'pull.checksum_mismatch';
  readonly httpStatus = 502;

  constructor(file: string, expected: string, found: string) {
    super(
      `The SHA-256 of "${file}" is not the one that the hub names, so it was thrown away. Pull it again; if it fails once more, the file at the hub or a proxy on the way is broken.`,
      { file, expected, found },
    );
  }
}

/** The file at the source became another one again and again while it was fetched. */
export class PullSourceChangedError extends Hal0Error {
  readonly code = 'pull.source_changed';
  readonly httpStatus = 502;

  constructor(file: string) {
    super(`"${file}" was exchanged at its source several times while it was fetched. Pull it again later.`, { file });
  }
}

/** The disk has no room for all files of the model. */
export class InsufficientDiskError extends Hal0Error {
  readonly code = 'model.insufficient_disk';
  readonly httpStatus = 507;

  /**
   * @param neededBytes yet to be fetched, by this pull and those before it
   * @param freeBytes that pulls may use
   */
  constructor(modelId: string, neededBytes: number, freeBytes: number) {
    super(
      `"${modelId}" does not fit on the disk: ${inGib(neededBytes)} are yet to be fetched, and ${inGib(freeBytes)} are free. Delete models, or move the store to a larger disk with [models].store.`,
      { model: modelId, neededBytes, freeBytes },
    );
  }
}

/** hal0 may not write where models are kept. */
export class StoreUnwritableError extends Hal0Error {
  readonly code = 'model.store_unwritable';
  readonly httpStatus = 500;

  constructor(cause: unknown) {
    super(
      'hal0 may not write to the model store. Give its user the right to, or name another folder with [models].store; then resume the pull.',
      {},
      { cause },
    );
  }
}

/** Something stands in the model store where files of a model have to go. */
export class StoreBlockedError extends Hal0Error {
  readonly code = 'model.store_blocked';
  readonly httpStatus = 500;

  constructor({ code = '', path, dest = path }: NodeJS.ErrnoException & { dest?: string }) {
    super(
      `The files of the model cannot be put at ${dest} (${code}): a link that leads nowhere, or something else, stands in the way. Take it away, or name another folder with [models].store; then resume the pull.`,
      { path: dest, reason: code },
    );
  }
}

/** What arrived whole, or begins to, is no model that hal0 can use. */
export class PullNotAModelError extends Hal0Error {
  readonly code = 'pull.not_a_model';
  readonly httpStatus = 422;

  /** @param reason without a full stop */
  constructor(file: string, reason: string, cause: unknown) {
    super(`"${file}" cannot be used: ${reason}. Choose another file or variant.`, { file, reason }, { cause });
  }
}

const GIB = 1024 ** 3;
const inGib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

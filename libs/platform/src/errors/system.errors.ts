import { Hal0Error } from './hal0.error.js';

/** The disk or quota is exhausted; the file on disk is still the previous one. */
export class StorageFullError extends Hal0Error {
  readonly code = 'system.storage_full';
  readonly httpStatus = 507;

  constructor(path: string, cause: unknown) {
    super(
      `No space left to write ${path}. Free some space and try again; the old file is intact.`,
      { path },
      { cause },
    );
  }
}

/** Another process has held a lock for longer than anybody should wait. */
export class FileLockedError extends Hal0Error {
  readonly code = 'system.file_locked';
  readonly httpStatus = 503;

  constructor(path: string) {
    super(`Another hal0 process is changing the same files (lock ${path}). Nothing was written; try again.`, { path });
  }
}

/** A TOML file could not be read as TOML. */
export class TomlSyntaxError extends Hal0Error {
  readonly code = 'config.invalid';
  readonly httpStatus = 400;

  /** @param reason what is wrong and how to put it right, without a full stop */
  constructor(
    readonly file: string,
    readonly line: number,
    readonly column: number,
    readonly reason: string,
    cause: unknown,
  ) {
    super(
      `${file}:${line}:${column}: ${reason}. Correct the file by hand; hal0 has not changed it.`,
      { file, line, column },
      { cause },
    );
  }
}

/** A request body, query or path did not match its schema. `errors` maps a dotted path to what is wrong there. */
export class ValidationInvalidError extends Hal0Error {
  readonly code = 'validation.invalid';
  readonly httpStatus = 422;

  constructor(errors: Record<string, string>) {
    const [path = '', message = 'The request is not valid.'] = Object.entries(errors)[0] ?? [];
    super(message, { path, errors });
  }
}

/** A request body holds objects or lists within each other, far more than anything needs. */
export class ValidationTooDeepError extends Hal0Error {
  readonly code = 'validation.too_deep';
  readonly httpStatus = 400;

  constructor(levels: number) {
    super(`The body holds objects or lists within each other more than ${levels} deep. Send it with fewer.`, {
      levels,
    });
  }
}

/** The Host header names a machine that hal0 does not answer for: a sign of DNS rebinding. */
export class HostForbiddenError extends Hal0Error {
  readonly code = 'system.host_forbidden';
  readonly httpStatus = 421;

  constructor(host: string) {
    super(`hal0 does not answer for the host "${host}". Add it to [api].allowed_hosts in hal0.toml to allow it.`, {
      host,
    });
  }
}

/** A browser page of another origin tried to reach hal0. */
export class OriginForbiddenError extends Hal0Error {
  readonly code = 'system.origin_forbidden';
  readonly httpStatus = 403;

  constructor(origin: string) {
    super(
      `Pages of ${origin} may not use this hal0. Add the origin to [api].allowed_origins in hal0.toml to allow it.`,
      { origin },
    );
  }
}

/** A change was sent with a content type that a plain HTML form could forge. */
export class ContentTypeForbiddenError extends Hal0Error {
  readonly code = 'system.content_type_forbidden';
  readonly httpStatus = 415;

  constructor() {
    super('Send changes as application/json.');
  }
}

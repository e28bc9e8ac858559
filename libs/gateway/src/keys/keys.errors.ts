import { Hal0Error } from '@hal0/platform';

/** hal0 asks for an API key ([api].require_key), and the request has none. */
export class KeyMissingError extends Hal0Error {
  readonly code = 'auth.key_missing';
  readonly httpStatus = 401;

  constructor() {
    super(
      'This hal0 asks for an API key. Send one as "Authorization: Bearer hal0_..."; its operator makes them with: hal0 key add NAME',
    );
  }
}

/** The API key of the request is none that hal0 knows: mistyped, or revoked. */
export class KeyInvalidError extends Hal0Error {
  readonly code = 'auth.key_invalid';
  readonly httpStatus = 401;

  constructor() {
    super('hal0 does not know this API key. It may be mistyped or revoked; ask the operator for another.');
  }
}

/** The API key is limited to some slots or to this machine, so it opens the routes to models and nothing else. */
export class KeyLimitedError extends Hal0Error {
  readonly code = 'auth.key_limited';
  readonly httpStatus = 403;

  constructor(name: string) {
    super(`The API key "${name}" is for requests to models only. Operate hal0 with a key that has no limits.`, {
      key: name,
    });
  }
}

/** There is no API key of this name. */
export class KeyNotFoundError extends Hal0Error {
  readonly code = 'key.not_found';
  readonly httpStatus = 404;

  constructor(name: string) {
    super(`There is no API key "${name}".`, { key: name });
  }
}

/** There is an API key of this name already. */
export class KeyAlreadyExistsError extends Hal0Error {
  readonly code = 'key.already_exists';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`There is an API key "${name}" already. Choose another name, or revoke that one first.`, { key: name });
  }
}

/** The file of API keys makes no sense or may not be read; nothing was changed, and no key is accepted. */
export class KeysUnreadableError extends Hal0Error {
  readonly code = 'key.file_unreadable';
  readonly httpStatus = 500;

  constructor(cause: unknown) {
    super(
      "The file of API keys cannot be read, so no key is accepted and none can be made. Correct it, or move it away, and restart hal0; hal0's log says what is wrong.",
      undefined,
      { cause },
    );
  }
}

import { Hal0Error } from '@hal0/platform';

/** The name cannot be that of a secret. */
export class SecretNameInvalidError extends Hal0Error {
  readonly code = 'secret.name_invalid';
  readonly httpStatus = 422;

  constructor(name: string) {
    super('A secret has a name such as HF_TOKEN: a capital letter, then up to 63 of A-Z, 0-9 and _.', { name });
  }
}

/** The variable would change hal0 itself or the programs it starts. */
export class SecretNameReservedError extends Hal0Error {
  readonly code = 'secret.name_reserved';
  readonly httpStatus = 403;

  constructor(name: string) {
    super(
      `${name} would change how hal0 or the programs it starts behave, so it cannot be a secret. Choose another name.`,
      {
        name,
      },
    );
  }
}

/** The value cannot stand in an environment file. The message never tells it. */
export class SecretValueInvalidError extends Hal0Error {
  readonly code = 'secret.value_invalid';
  readonly httpStatus = 422;

  constructor(name: string, reason: string) {
    super(`The value of ${name} ${reason}.`, { name });
  }
}

/** The file of secrets could not be written; it is as it was. */
export class SecretWriteFailedError extends Hal0Error {
  readonly code = 'secret.write_failed';
  readonly httpStatus = 500;

  constructor(name: string, file: string, reason: string, cause?: unknown) {
    super(`${name} was not stored: ${reason}. ${file} is as it was.`, { name, file }, { cause });
  }
}

import { Hal0Error } from '@hal0/platform';

/** The archive cannot be read, holds something that no backup holds, or has no registry in it. */
export class BackupInvalidError extends Hal0Error {
  readonly code = 'registry.backup_invalid';
  readonly httpStatus = 422;

  /** @param reason what is wrong and what to do, a whole sentence */
  constructor(reason: string, cause?: unknown) {
    super(`The backup was not taken. ${reason}`, {}, { cause });
  }
}

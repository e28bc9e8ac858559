import { Hal0Error } from '@hal0/platform';

/** The box has not been set up yet, and whoever changes it from another machine has to show that they own it. */
export class SetupCodeMissingError extends Hal0Error {
  readonly code = 'setup.code_missing';
  readonly httpStatus = 401;

  constructor() {
    super(
      'This box has not been set up yet, and this is another machine. Send its setup code in the header x-hal0-setup-code: the file .first-run.lock in the state folder of the box holds it.',
    );
  }
}

/** The setup code is not the one of this box, or it has been used up. */
export class SetupCodeInvalidError extends Hal0Error {
  readonly code = 'setup.code_invalid';
  readonly httpStatus = 401;

  constructor() {
    super('That is not the setup code of this box. The file .first-run.lock in its state folder holds it.');
  }
}

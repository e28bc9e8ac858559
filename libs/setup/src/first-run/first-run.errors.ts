import { Hal0Error } from '@hal0/platform';

/** How whoever owns the box shows it. */
const HOW = (file: string): string =>
  `On the box, ${file} holds it (with sudo). Enter it on the page First run of the dashboard, give it to the command line as HAL0_SETUP_CODE, or send it in the header x-hal0-setup-code. Or run "hal0 setup" on the box, which asks for none.`;

/** The box has not been set up yet, and whoever changes it from another machine has to show that they own it. */
export class SetupCodeMissingError extends Hal0Error {
  readonly code = 'setup.code_missing';
  readonly httpStatus = 401;

  /** @param file that the code stands in */
  constructor(file: string) {
    super(
      `This box has not been set up yet, and you come from another machine: a change needs its setup code. ${HOW(file)}`,
      { file },
    );
  }
}

/** The setup code is not the one of this box. */
export class SetupCodeInvalidError extends Hal0Error {
  readonly code = 'setup.code_invalid';
  readonly httpStatus = 401;

  /** @param file that the code stands in */
  constructor(file: string) {
    super(`That is not the setup code of this box. ${HOW(file)}`, { file });
  }
}

import { Hal0Error } from '@hal0/platform';

/** The machine could not be looked at, or the result could not be kept. */
export class ProbeFailedError extends Hal0Error {
  readonly code = 'system.probe_failed';
  readonly httpStatus = 500;

  constructor(file: string, cause: unknown) {
    super(
      `The hardware was not probed: ${cause instanceof Error ? cause.message : String(cause)}. ` +
        `Check that hal0 may write ${file}, then run "hal0 probe" again.`,
      { file },
      { cause },
    );
  }
}

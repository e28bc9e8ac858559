/** Exit statuses of the command line; the numbers above 63 are those of sysexits(3). */
export const EXIT = { ok: 0, failed: 1, usage: 2, apiAway: 69, interrupted: 130 } as const;

/** Of `hal0 doctor`, whose answer is the status. */
export const DOCTOR_EXIT = { clean: 0, actionable: 1, critical: 2 } as const;

/** Of `hal0 serve`, which goes on as the API: the statuses that the API ends with when it cannot start. */
const SERVE_EXIT = { alreadyRunning: 75, brokenConfiguration: 78 } as const;

/** What a script can rely on; told in the help, the manual page and the documentation. */
export const EXIT_MEANINGS: readonly (readonly [status: number, meaning: string])[] = [
  [EXIT.ok, 'done; of doctor: all is well'],
  [EXIT.failed, 'refused or failed, code and reason on stderr; of doctor: something to act on'],
  [EXIT.usage, 'the words make no sense together, or a file that they name; of doctor: something is broken'],
  [EXIT.apiAway, 'the API does not answer; of serve: the port is taken'],
  [SERVE_EXIT.alreadyRunning, 'of serve: hal0 runs already with the same files'],
  [SERVE_EXIT.brokenConfiguration, 'of serve: the configuration is broken, what is wrong on stderr'],
  [EXIT.interrupted, 'ended by Ctrl-C'],
];

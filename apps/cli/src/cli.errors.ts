import type { ErrorEnvelope } from '@hal0/platform';
import { EXIT } from './exit-codes.js';

/** A failure the user is told about in full; everything else is a bug and shows its stack. */
export abstract class CliError extends Error {
  abstract readonly exitCode: number;
  /** What `--json` prints in place of an answer. */
  abstract toEnvelope(): ErrorEnvelope;
}

/** Words that do not make sense together. */
export class UsageError extends CliError {
  readonly exitCode = EXIT.usage;

  constructor(
    message: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
  }

  toEnvelope(): ErrorEnvelope {
    const { message, details } = this;
    return { error: { code: 'cli.usage', message, ...(details ? { details } : {}) } };
  }
}

/** Nobody answers at the API's address, or something that is not hal0. */
export class ApiAwayError extends CliError {
  readonly exitCode = EXIT.apiAway;

  /** What happened, without what to do about it. */
  readonly summary: string;
  readonly remedy =
    'Start it with "./hal0 up" in its clone, or "systemctl start hal0-api" where it is installed. ' +
    'If it runs elsewhere, name the address with --url or HAL0_API_URL.';

  /** @param place address, or folder, where it was looked for */
  constructor(place: string, reason: string) {
    super();
    this.summary = `hal0 does not answer at ${place} (${reason}).`;
    this.message = `${this.summary}\n${this.remedy}`;
  }

  toEnvelope(): ErrorEnvelope {
    return { error: { code: 'cli.api_away', message: this.message } };
  }
}

/** A refusal with a code and a reason: the API's, or that of hal0's libraries when a command works on files. */
export class RefusedError extends CliError {
  readonly exitCode: number = EXIT.failed;

  constructor(
    readonly code: string,
    readonly reason: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(`${code}: ${reason}`);
  }

  toEnvelope(): ErrorEnvelope {
    const { code, reason: message, details } = this;
    return { error: { code, message, ...(details ? { details } : {}) } };
  }
}

/** The API said no. */
export class ApiAnswerError extends RefusedError {}

/** A file that a command was given is not there, or not what the command is for. */
export class UnreadableError extends RefusedError {
  override readonly exitCode = EXIT.usage;
}

/** Something takes longer than the user wanted to wait; it goes on. */
export class TimedOutError extends RefusedError {
  constructor(reason: string, next: string) {
    super('cli.timeout', `${reason} It goes on in the background; look with: ${next}`);
  }
}

/** Ctrl-C. */
export class InterruptedError extends CliError {
  readonly exitCode = EXIT.interrupted;

  toEnvelope(): ErrorEnvelope {
    return { error: { code: 'cli.interrupted', message: this.message } };
  }
}

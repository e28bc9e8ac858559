import { Hal0Error } from '@hal0/platform';

/** The hub, or where it sent us for a file, did not answer, or said that something is wrong on its side. */
export class HubUnreachableError extends Hal0Error {
  readonly code = 'hub.unreachable';
  readonly httpStatus = 502;

  /**
   * @param reason without a full stop
   * @param message when there is more to say than that it could not be reached
   */
  constructor(host: string, reason: string, cause?: unknown, message?: string) {
    super(
      message ??
        `${host} could not be reached: ${reason}. Check the connection of this machine and [models].hub_url in hal0.toml, then try again.`,
      { host, reason },
      { cause },
    );
  }
}

/** The hub, or where it sent us for a file, is there, and says itself that something is wrong with it. */
export class HubFailingError extends HubUnreachableError {
  constructor(host: string, status: number) {
    const reason = `it answers with status ${status}`;
    super(host, reason, undefined, `${host} answers with status ${status}: something is wrong there. Try again later.`);
  }
}

/** The hub has had too many requests from here, or has no time. */
export class HubBusyError extends Hal0Error {
  readonly code = 'hub.busy';
  readonly httpStatus = 503;

  /** @param retryAfterMs what the hub asked us to wait; null when it did not say */
  constructor(
    readonly host: string,
    status: number,
    readonly retryAfterMs: number | null,
  ) {
    const wait = retryAfterMs === null ? '' : ` ${Math.ceil(retryAfterMs / 1_000)} s`;
    const remedy = status === 429 ? 'a token (HF_TOKEN) raises the limit' : 'it has no time for anybody now';
    super(`${host} asks to wait${wait} before the next request (status ${status}). Try again later; ${remedy}.`, {
      host,
    });
  }
}

/** The files of the repository are given to those only whom its owner lets in. */
export class HubGatedError extends Hal0Error {
  readonly code = 'hub.gated';
  readonly httpStatus = 403;

  constructor(what: string, hasToken: boolean) {
    super(
      `Access to ${what} is restricted. Ask for it on its page at the hub${
        hasToken
          ? '; the token HF_TOKEN that hal0 has does not open it'
          : ', then give hal0 your token as the secret HF_TOKEN'
      }.`,
      { source: what, token: hasToken },
    );
  }
}

/** There is no such repository, revision or file. */
export class HubNotFoundError extends Hal0Error {
  readonly code = 'hub.not_found';
  readonly httpStatus = 404;

  constructor(what: string) {
    super(`There is no ${what} at the hub. Check the spelling; a private one needs the secret HF_TOKEN.`, {
      source: what,
    });
  }
}

/** The hub refused a request for good. */
export class HubRefusedError extends Hal0Error {
  readonly code = 'hub.refused';
  readonly httpStatus = 502;

  /** @param reason without a full stop */
  constructor(host: string, reason: string) {
    super(`${host} refused the request: ${reason}.`, { host, reason });
  }
}

/** What the hub answered cannot be read. */
export class HubAnswerInvalidError extends Hal0Error {
  readonly code = 'hub.answer_invalid';
  readonly httpStatus = 502;

  /** @param reason without a full stop */
  constructor(host: string, reason: string) {
    super(`${host} answered something that is not understood: ${reason}. Check [models].hub_url in hal0.toml.`, {
      host,
      reason,
    });
  }
}

/** An address, or one it led to, where hal0 does not go. */
export class HubAddressForbiddenError extends Hal0Error {
  readonly code = 'hub.address_forbidden';
  readonly httpStatus = 422;

  /** @param reason without a full stop */
  constructor(host: string, reason: string) {
    super(`hal0 does not fetch from ${host}: ${reason}.`, { host, reason });
  }
}

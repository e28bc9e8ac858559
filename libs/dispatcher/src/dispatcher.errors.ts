import type { ModelType } from '@hal0/config';
import { Hal0Error } from '@hal0/platform';

/** No slot serves what the request asks for; the message says what was tried. */
export class NoRouteError extends Hal0Error {
  readonly code = 'dispatch.no_route';
  readonly httpStatus = 404;

  constructor(model: string | undefined, type: ModelType, tried: readonly string[]) {
    const what = model === undefined ? `No slot serves ${type} requests` : `Nothing here serves the model "${model}"`;
    super(`${what}. Tried: ${tried.join('; ')}.`, { model: model ?? null, type, tried });
  }
}

/** E.g. a chat request to an embedding slot. */
export class SlotTypeMismatchError extends Hal0Error {
  readonly code = 'dispatch.type_mismatch';
  readonly httpStatus = 400;

  constructor(slot: string, slotType: ModelType, wanted: ModelType) {
    super(`Slot ${slot} serves ${slotType} requests, not ${wanted}.`, { slot, slotType, wanted });
  }
}

/** The model server cannot be reached, or went away before it answered. */
export class UpstreamUnavailableError extends Hal0Error {
  readonly code = 'dispatch.upstream_unavailable';
  readonly httpStatus = 502;

  constructor(slot: string, cause: unknown) {
    super(
      `The model server of slot ${slot} did not answer. hal0 is bringing it back; try again in a moment.`,
      { slot },
      { cause },
    );
  }
}

/** The model server went away in the middle of its answer. */
export class UpstreamLostError extends Hal0Error {
  readonly code = 'dispatch.upstream_lost';
  readonly httpStatus = 502;

  constructor(slot: string, cause?: unknown) {
    super(
      `The model server of slot ${slot} went away in the middle of its answer. Send the request again.`,
      { slot },
      { cause },
    );
  }
}

/** The model server refused the request, or failed at it. */
export class UpstreamAnsweredError extends Hal0Error {
  constructor(
    readonly code: string,
    readonly httpStatus: number,
    message: string,
    slot: string,
  ) {
    super(message, { slot });
  }
}

/** A fault of hal0's own. */
export class DispatchFailedError extends Hal0Error {
  readonly code = 'dispatch.error';
  readonly httpStatus = 500;

  constructor(message: string, cause?: unknown) {
    super(message, undefined, { cause });
  }
}

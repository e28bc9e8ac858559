import type { ModelType } from '@hal0/config';
import { Hal0Error } from '@hal0/platform';

/** No slot serves what the request asks for; the message says what was tried. */
export class NoRouteError extends Hal0Error {
  readonly code = 'dispatch.no_route';
  readonly httpStatus = 404;

  /** @param key that keeps its requests on this machine; undefined when none does */
  constructor(model: string | undefined, type: ModelType, tried: readonly string[], key?: string) {
    const here = key === undefined ? 'Nothing here' : `Nothing on this machine, which the key "${key}" is for,`;
    const what = model === undefined ? `No slot serves ${type} requests` : `${here} serves the model "${model}"`;
    super(`${what}. Tried: ${tried.join('; ')}.`, { model: model ?? null, type, tried });
  }
}

/** The request's key is for other slots. */
export class GrantSlotForbiddenError extends Hal0Error {
  readonly code = 'auth.slot_forbidden';
  readonly httpStatus = 403;

  constructor(key: string, wanted: string) {
    super(`The key "${key}" may not use "${wanted}". Its slots are listed by hal0 key list.`, { key, wanted });
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

  /** @param target as {@link nameOf} tells */
  constructor(target: string, isSlot: boolean, cause: unknown) {
    super(
      isSlot
        ? `The model server of slot ${target} did not answer. hal0 is bringing it back; try again in a moment.`
        : `The upstream of ${target} cannot be reached. Try again in a moment; hal0 upstream test tells more.`,
      isSlot ? { slot: target } : { target },
      { cause },
    );
  }
}

/** The model server was asked, and said nothing for as long as it may. */
export class UpstreamSilentError extends Hal0Error {
  readonly code = 'dispatch.upstream_silent';
  readonly httpStatus = 504;

  /** @param target as {@link nameOf} tells */
  constructor(target: string, isSlot: boolean, cause?: unknown) {
    super(
      isSlot
        ? `The model server of slot ${target} did not answer in time. Try again, or restart the slot.`
        : `${target} did not answer in time. Try again in a moment, or give its upstream a longer timeout_seconds.`,
      isSlot ? { slot: target } : { target },
      { cause },
    );
  }
}

/** A provider answered with something that is no answer of a model. */
export class UpstreamUnusableError extends Hal0Error {
  readonly code = 'dispatch.upstream_unusable';
  readonly httpStatus = 502;

  /** @param target as {@link nameOf} tells */
  constructor(target: string, reason: string) {
    super(`${target} gave no answer that hal0 can use: ${reason}. Check the address of its upstream.`, { target });
  }
}

/** The model server went away in the middle of its answer. */
export class UpstreamLostError extends Hal0Error {
  readonly code = 'dispatch.upstream_lost';
  readonly httpStatus = 502;

  /** @param target as {@link nameOf} tells */
  constructor(target: string, isSlot: boolean, cause?: unknown) {
    const who = isSlot ? `The model server of slot ${target}` : `The upstream of ${target}`;
    super(
      `${who} went away in the middle of its answer. Send the request again.`,
      isSlot ? { slot: target } : { target },
      {
        cause,
      },
    );
  }
}

/** The model server refused the request, or failed at it. */
export class UpstreamAnsweredError extends Hal0Error {
  constructor(
    readonly code: string,
    readonly httpStatus: number,
    message: string,
    source: { readonly name: string; readonly isSlot: boolean },
    /** The field that is wrong, where the model server tells it. */
    readonly param: string | null = null,
  ) {
    super(message, source.isSlot ? { slot: source.name } : { target: source.name });
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

/** The target speaks another dialect, or has no such way of being asked. */
export class UnsupportedByTargetError extends Hal0Error {
  readonly code = 'dispatch.unsupported';
  readonly httpStatus = 400;

  constructor(target: string, path: string) {
    super(`${target} cannot answer ${path}. Ask a slot, or another upstream.`, { target, path });
  }
}

/** Every place of an upstream is taken, for longer than the request waits. */
export class UpstreamBusyError extends Hal0Error {
  readonly code = 'dispatch.upstream_busy';
  readonly httpStatus = 503;

  constructor(
    target: string,
    readonly retryAfterSeconds: number,
  ) {
    super(`As many requests as its concurrency allows are at ${target}. Try again in a moment.`, { target });
  }
}

import { Hal0Error } from '@hal0/platform';
import type { Blocker } from './residency/residency.types.js';
import type { SlotState } from './slot-state.js';

/** There is no slot of that name. */
export class SlotNotFoundError extends Hal0Error {
  readonly code = 'slot.not_found';
  readonly httpStatus = 404;

  constructor(name: string, known: readonly string[]) {
    super(`There is no slot "${name}". Known slots: ${known.join(', ')}.`, { slot: name, known });
  }
}

/** A slot of that name is there already. */
export class SlotExistsError extends Hal0Error {
  readonly code = 'slot.exists';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`There is a slot ${name} already. Change it, or choose another name.`, { slot: name });
  }
}

/** The slot is disabled and serves nothing. */
export class SlotDisabledError extends Hal0Error {
  readonly code = 'slot.disabled';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`Slot ${name} is disabled. Enable it (hal0 slot enable ${name}), or use another one.`, { slot: name });
  }
}

/** The slot has no model to load. */
export class SlotWithoutModelError extends Hal0Error {
  readonly code = 'slot.no_model';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`Slot ${name} has no model. Choose one for it first.`, { slot: name });
  }
}

/** The slot is not ready and the caller did not want to wait, or waited as long as it may. */
export class SlotLoadingError extends Hal0Error {
  readonly code = 'slot.loading';
  readonly httpStatus = 503;

  constructor(
    name: string,
    state: SlotState,
    readonly retryAfterSeconds: number,
  ) {
    super(`Slot ${name} is ${state} and not ready yet. Try again in ${retryAfterSeconds} s.`, {
      slot: name,
      state,
      retryAfterSeconds,
    });
  }
}

/** The slot is ready, and every place in it stayed taken for as long as the request may wait. */
export class SlotBusyError extends Hal0Error {
  readonly code = 'slot.busy';
  readonly httpStatus = 503;

  constructor(
    name: string,
    active: number,
    readonly retryAfterSeconds: number,
  ) {
    super(
      `Slot ${name} is serving ${active} ${active === 1 ? 'request' : 'requests'} and had no turn to give. Try again in ${retryAfterSeconds} s.`,
      {
        slot: name,
        active,
        retryAfterSeconds,
      },
    );
  }
}

/** The slot was unloaded or disabled while requests were waiting for it. */
export class SlotWithdrawnError extends Hal0Error {
  readonly code = 'slot.withdrawn';
  readonly httpStatus = 503;

  constructor(name: string, reason: string) {
    super(`Slot ${name} was withdrawn while the request waited: ${reason}.`, { slot: name, reason });
  }
}

/** Requests are being served, and the operation would cut them off. */
export class SlotInUseError extends Hal0Error {
  readonly code = 'slot.in_use';
  readonly httpStatus = 409;

  constructor(name: string, active: number) {
    super(
      `Slot ${name} is serving ${active} ${active === 1 ? 'request' : 'requests'}. Wait for the end, or force it: then they end with an error.`,
      { slot: name, active },
    );
  }
}

/** An operator took the model away by force while it was answering. */
export class SlotUnloadedError extends Hal0Error {
  readonly code = 'slot.unloaded';
  readonly httpStatus = 503;

  constructor(name: string, reason: string) {
    super(`Slot ${name} was unloaded by force while it was answering: ${reason}. Send the request again.`, {
      slot: name,
      reason,
    });
  }
}

/** The model would not fit with everything else gone that may go. */
export class SlotTooLargeError extends Hal0Error {
  readonly code = 'slot.too_large';
  readonly httpStatus = 409;

  constructor(name: string, reason: string, blockers: readonly Blocker[] = []) {
    super(`Slot ${name} cannot be loaded: ${reason}.`, { slot: name, reason, blockers });
  }
}

/** What stands in the model's way is never unloaded to make room. */
export class SlotNoRoomError extends Hal0Error {
  readonly code = 'slot.no_room';
  readonly httpStatus = 409;

  constructor(name: string, reason: string, blockers: readonly Blocker[] = []) {
    super(`There is no room for slot ${name}: ${reason}.`, { slot: name, reason, blockers });
  }
}

/** The model's server died again and again before it had answered a single request. */
export class SlotCrashLoopingError extends Hal0Error {
  readonly code = 'slot.crash_looping';
  readonly httpStatus = 503;

  constructor(name: string, model: string, deaths: number, log: readonly string[]) {
    super(
      `Model "${model}" of slot ${name} died ${deaths} times in a row before it had answered a request. It is not loaded for requests any more. Look at its log, change the slot, or load it again by hand.`,
      { slot: name, model, deaths, log },
    );
  }
}

/** There is no program that runs this kind of model on the slot's device. */
export class SlotBackendMissingError extends Hal0Error {
  readonly code = 'slot.backend_missing';
  readonly httpStatus = 409;

  constructor(name: string, device: string, message: string | null, command: string | null) {
    const what = message ?? `there is no program that runs its model on ${device}`;
    const remedy = command ? `Bring it with: ${command}` : 'Choose another device for the slot.';
    super(`Slot ${name} cannot be loaded: ${what.replace(/\.$/, '')}. ${remedy}`, {
      slot: name,
      device,
      message,
      command,
    });
  }
}

/** An edge that the state machine does not have: two operations met on one slot. */
export class SlotIllegalTransitionError extends Hal0Error {
  readonly code = 'slot.illegal_transition';
  readonly httpStatus = 409;

  constructor(name: string, from: SlotState, to: SlotState) {
    super(`Slot ${name} cannot go from ${from} to ${to}. Wait until it has settled.`, { slot: name, from, to });
  }
}

/** The slot record does not allow what was asked, e.g. a second default of one type. */
export class SlotConfigError extends Hal0Error {
  readonly code = 'slot.config_error';
  readonly httpStatus = 400;

  constructor(name: string, message: string, details: Record<string, unknown> = {}) {
    super(message, { slot: name, ...details });
  }
}

/** Loading or unloading failed for a reason that has no code of its own. */
export class SlotLoadFailedError extends Hal0Error {
  readonly code = 'slot.load_failed';
  readonly httpStatus = 500;

  constructor(name: string, cause: unknown, log: readonly string[] = []) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The runtime failed: ${reason}`, { slot: name, log }, { cause });
  }
}

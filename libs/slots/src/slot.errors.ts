import { Hal0Error } from '@hal0/platform';
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
    super(`Slot ${name} is disabled. Enable it first.`, { slot: name });
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
    super(`Slot ${name} is serving ${active} ${active === 1 ? 'request' : 'requests'}. Wait for them to end.`, {
      slot: name,
      active,
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

  constructor(name: string, cause: unknown) {
    super(`The runtime failed: ${cause instanceof Error ? cause.message : String(cause)}`, { slot: name }, { cause });
  }
}

import { Hal0Error } from '@hal0/platform';
import { placeOf, type ConfigOrigin } from '../layers/config-origin.js';

/** An overlay or the environment holds the setting, so that a change of hal0.toml would have no effect. */
export class ConfigOverriddenError extends Hal0Error {
  readonly code = 'config.overridden';
  readonly httpStatus = 409;

  constructor(path: string, origin: ConfigOrigin) {
    super(`${path} is held by ${placeOf(origin)}, so a change here would have no effect. Change it there.`, {
      path,
      ...origin,
    });
  }
}

/** An overlay holds the slot's field, so that a change of the slot record would have no effect. */
export class SlotFieldOverriddenError extends Hal0Error {
  readonly code = 'slot.field_overridden';
  readonly httpStatus = 409;

  constructor(path: string, slot: string, field: string, origin: ConfigOrigin) {
    super(
      `${field} of slot ${slot} is held by ${placeOf(origin)}, so a change here would have no effect. Change it there.`,
      {
        slot,
        field,
        path,
        ...origin,
      },
    );
  }
}

/** Slots are not changed through the settings: they have rules and a reload of their own. */
export class SlotsNotSettingsError extends Hal0Error {
  readonly code = 'config.slots_elsewhere';
  readonly httpStatus = 422;

  constructor(slot: string) {
    super(`Slot ${slot} cannot be changed as a setting. Use /api/slots/${slot}, or hal0 slot.`, {
      path: `slots.${slot}`,
      slot,
    });
  }
}

/** A configuration file, or the lock beside it, cannot be written. */
export class ConfigWriteFailedError extends Hal0Error {
  readonly code = 'config.write_failed';
  readonly httpStatus = 500;

  constructor(cause: Error) {
    super(
      `The configuration was not changed: ${cause.message}. Nothing was written. Check who owns the folder of hal0.toml, and whether it may be written.`,
      {},
      { cause },
    );
  }
}

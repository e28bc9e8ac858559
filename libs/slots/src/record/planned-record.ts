import { SlotSettings, type EffectiveConfig } from '@hal0/config';
import type { ModelDefaults } from '@hal0/registry';
import { withModelDefaults } from './model-defaults.js';

/** Options whose value does not come from any file that speaks of the slot. */
const NOT_ITS_OWN: readonly string[] = ['built-in', 'profile'];

/**
 * A slot's record as it would be in effect after a change: what the slot says itself, then what its profile says, then what its
 * model says, then what is built in. Pure.
 * @param changes keys with the value undefined are taken off the record
 */
export function plannedRecord(
  config: EffectiveConfig,
  name: string,
  changes: Readonly<Partial<SlotSettings>>,
  defaultsOf: (model: string) => ModelDefaults,
  seed: Readonly<Partial<SlotSettings>> = {},
): SlotSettings {
  const current = config.slots.get(name) ?? {};
  const own = Object.entries<unknown>(current).filter(
    ([field]) => !Object.hasOwn(changes, field) && !NOT_ITS_OWN.includes(config.origin(`slots.${name}.${field}`).layer),
  );
  const said: Partial<SlotSettings> = { ...Object.fromEntries(own), ...withoutUndefined(changes) };
  const type = said.type ?? config.slots.get(name)?.type ?? seed.type;
  const { idle_timeout_seconds } = config.settings.slots;
  const profile = said.profile === undefined || type === undefined ? {} : config.profileOptions(said.profile, type);
  const layers = { idle_timeout_seconds, ...seed, ...(type && { type }), ...profile, ...said };
  const record = Object.assign(new SlotSettings(), layers);
  const isSaid = (field: keyof SlotSettings) => Object.hasOwn(said, field) || Object.hasOwn(profile, field);
  return withModelDefaults(record, defaultsOf(record.model), isSaid).record;
}

function withoutUndefined(fields: Readonly<Partial<SlotSettings>>): Partial<SlotSettings> {
  const said: [string, unknown][] = Object.entries(fields);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

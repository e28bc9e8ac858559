import { inWords, requiredFields } from '../schema/field-schema.js';
import type { ProfileSettings } from '../schema/profile.settings.js';
import type { Hal0Settings } from '../schema/hal0.settings.js';
import { settingMembers } from '../schema/setting.decorator.js';
import { SlotSettings } from '../schema/slot.settings.js';
import { UpstreamSettings } from '../schema/upstream.settings.js';
import { MODEL_TYPES } from '../schema/vocabulary.js';
import { didYouMean } from './did-you-mean.js';
import { shownValue } from './shown-value.js';

/** What no single value can tell is wrong. */
export interface RuleProblem {
  path: readonly string[];
  message: string;
  suggestion?: string;
}

export interface RuleInput {
  settings: Hal0Settings;
  slots: ReadonlyMap<string, SlotSettings>;
  /** Every profile there is, built-in ones included. */
  profiles: ReadonlyMap<string, Readonly<ProfileSettings>>;
  /** The newest form of hal0.toml that this hal0 knows. */
  newestVersion: number;
  /** Whether any layer says something at this path. */
  isSet: (path: readonly string[]) => boolean;
  /** A path and where it is set, for people. */
  where: (path: readonly string[]) => string;
}

/** All rules over the configuration as a whole. Source: reference 1.2, 1.5, 2.2. */
export function checkRules(input: RuleInput): RuleProblem[] {
  return [version, portRange, required, slotPorts, profiles, defaults, npuSlots, upstreams].flatMap((rule) =>
    rule(input),
  );
}

function version({ settings: { meta }, newestVersion }: RuleInput): RuleProblem[] {
  if (meta.schema_version <= newestVersion) return [];
  return [
    {
      path: ['meta', 'schema_version'],
      message: `is ${meta.schema_version}, and this hal0 knows versions up to ${newestVersion}. A newer hal0 wrote the file: update hal0, or put the backup of the file back`,
    },
  ];
}

function portRange({ settings: { slots }, isSet, where }: RuleInput): RuleProblem[] {
  const { port_range_start: start, port_range_end: end } = slots;
  const first = ['slots', 'port_range_start'];
  const last = ['slots', 'port_range_end'];
  if (end >= start) return [];
  return isSet(last)
    ? [{ path: last, message: `must be at least ${start}, which is ${where(first)}; this is ${end}` }]
    : [{ path: first, message: `must be at most ${end}, which is ${where(last)}; this is ${start}` }];
}

function required({ slots, settings: { upstreams: providers } }: RuleInput): RuleProblem[] {
  const missing = (settings: object, schema: typeof SlotSettings | typeof UpstreamSettings, path: string[]) =>
    requiredFields(schema)
      .filter((property) => (settings as Record<string, unknown>)[property] === undefined)
      .map((property) => ({
        path: [...path, property],
        message: `is missing: ${missingWords(schema, property)}`,
      }));
  return [
    ...[...slots].flatMap(([name, slot]) => missing(slot, SlotSettings, ['slots', name])),
    ...Object.entries(providers).flatMap(([name, upstream]) =>
      missing(upstream, UpstreamSettings, ['upstreams', name]),
    ),
  ];
}

function missingWords(schema: typeof SlotSettings | typeof UpstreamSettings, property: string): string {
  if (property === 'type') return `say type = ${inWords(MODEL_TYPES.map((type) => `"${type}"`))} in the slot's block`;
  const description = settingMembers(schema).find((member) => member.property === property)?.description;
  return description?.replace(/\.$/, '') ?? 'it has no built-in value';
}

function slotPorts({ slots, settings: { slots: range }, where }: RuleInput): RuleProblem[] {
  const taken = new Map<number, string>();
  const problems: RuleProblem[] = [];
  for (const [name, { port }] of slots) {
    if (port === undefined) continue;
    const path = ['slots', name, 'port'];
    const other = taken.get(port);
    const { port_range_start: start, port_range_end: end } = range;
    if (port < start || port > end) {
      problems.push({ path, message: `must be between ${start} and ${end}, the range of [slots]; this is ${port}` });
    } else if (other !== undefined) {
      const message = `is ${port}, which is the port of another slot, ${where(['slots', other, 'port'])}. Give each its own, or none`;
      problems.push({ path, message });
    } else taken.set(port, name);
  }
  return problems;
}

function profiles({ slots, profiles: known }: RuleInput): RuleProblem[] {
  return [...slots].flatMap(([name, { profile }]) => {
    if (profile === undefined || known.has(profile)) return [];
    const near = didYouMean(profile, [...known.keys()]);
    const message = `must name a profile: ${inWords([...known.keys()].map((word) => `"${word}"`))}; this is ${shownValue('profile', profile)}. Others are defined in profiles.toml`;
    return [{ path: ['slots', name, 'profile'], message, ...(near ? { suggestion: `"${near}"` } : {}) }];
  });
}

function defaults({ slots, where }: RuleInput): RuleProblem[] {
  const chosen = new Map<string, string>();
  return [...slots].flatMap(([name, slot]) => {
    if (!slot.default || slot.type === undefined) return [];
    const other = chosen.get(slot.type);
    chosen.set(slot.type, other ?? name);
    if (other === undefined) return [];
    const message = `is true, and so is ${where(['slots', other, 'default'])}. One slot of type ${slot.type} can be the default: set one of them to false`;
    return [{ path: ['slots', name, 'default'], message }];
  });
}

function npuSlots({ slots, where }: RuleInput): RuleProblem[] {
  const [first, ...others] = [...slots].filter(
    // One that has no model yet takes nothing from the other.
    ([, { enabled, device, type, model }]) => enabled && device === 'npu' && type === 'llm' && model !== '',
  );
  return others.map(([name]) => ({
    path: ['slots', name, 'enabled'],
    message: `is true, and so is ${where(['slots', first?.[0] ?? '', 'enabled'])}. The NPU holds one llm: disable one of the two slots, or give it another device`,
  }));
}

function upstreams({ settings }: RuleInput): RuleProblem[] {
  return Object.entries(settings.upstreams).flatMap(([name, { auth_style: style, auth_header: header }]) => {
    if (style !== 'header' || header !== undefined) return [];
    const message = 'is missing: auth_style = "header" needs the name of the header';
    return [{ path: ['upstreams', name, 'auth_header'], message }];
  });
}

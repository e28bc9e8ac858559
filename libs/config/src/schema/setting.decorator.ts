import 'reflect-metadata';
import { JSONSchema } from 'class-validator-jsonschema';

/** A class of settings: every instance starts with the built-in values. */
export type SettingsClass<T extends object = object> = new () => T;

/** When a changed value acts: in the running process, or after the next start of hal0. */
export type SettingApplies = 'immediate' | 'service-restart';

export interface SettingOptions {
  applies: SettingApplies;
  unit?: string;
  /** What a value must be, in words that end the sentence "must be …"; told from type and bounds when absent. */
  expects?: string;
  /** Accepted and checked, but read by nothing in this version. */
  reserved?: true;
  /** Version of hal0 that brought the setting. */
  since?: string;
  example?: unknown;
}

export interface SectionOptions {
  /** The settings that the section has by name. */
  fields?: () => SettingsClass;
  /** What a sub-table of any other name holds. */
  named?: () => SettingsClass;
  /** What one of those is. */
  each?: string;
}

/** A property of a settings class: a value, or a section when `section` is there. */
export interface SettingMember {
  property: string;
  description: string;
  section?: SectionOptions;
}

const MEMBERS = Symbol('hal0:settings');

/** One value of hal0.toml. The JSON Schema, the reference page, `config show` and the dashboard's form all read these words. */
export function Setting(description: string, options: SettingOptions): PropertyDecorator {
  const { applies, unit, expects, reserved, since, example } = options;
  return (target, property) => {
    addMember(target, { property: String(property), description });
    JSONSchema({
      description,
      'x-hal0-applies': applies,
      ...(unit ? { 'x-hal0-unit': unit } : {}),
      ...(expects ? { 'x-hal0-expects': expects } : {}),
      ...(reserved ? { 'x-hal0-reserved': true } : {}),
      ...(since ? { 'x-hal0-since': since } : {}),
      ...(example === undefined ? {} : { examples: [example] }),
    })(target, String(property));
  };
}

/** A table of hal0.toml. */
export function Section(description: string, section: SectionOptions): PropertyDecorator {
  return (target, property) => {
    addMember(target, { property: String(property), description, section });
  };
}

/** What a settings class holds, in the order of its declaration. */
export function settingMembers(schema: SettingsClass): readonly SettingMember[] {
  return (Reflect.getOwnMetadata(MEMBERS, schema.prototype as object) as SettingMember[] | undefined) ?? [];
}

function addMember(target: object, member: SettingMember): void {
  const members = (Reflect.getOwnMetadata(MEMBERS, target) as SettingMember[] | undefined) ?? [];
  Reflect.defineMetadata(MEMBERS, [...members, member], target);
}

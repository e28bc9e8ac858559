import { pathParts } from '@hal0/platform';
import { fieldCatalogue } from '../schema/field-catalogue.js';
import type { SettingApplies } from '../schema/setting.decorator.js';

/** Units to restart for the settings that do not act at once. */
const RESTARTED: readonly string[] = ['hal0-api'];

interface Field {
  /** `<name>` stands for any name. */
  parts: readonly string[];
  applies: SettingApplies;
}

let fields: readonly Field[] | undefined;

/** When a change of what stands at a dotted path acts; of a table, at once when everything in it does. */
export function appliesAt(path: string): SettingApplies {
  fields ??= fieldCatalogue().map((field) => ({ parts: pathParts(field.path), applies: field.applies }));
  const parts = pathParts(path);
  const touched = fields.filter((field) => touches(field.parts, parts));
  const itself = touched.filter((field) => field.parts.length === parts.length);
  const within = itself.length > 0 ? itself : touched;
  return within.every(({ applies }) => applies === 'immediate') ? 'immediate' : 'service-restart';
}

/** Whether one of two paths is the other or leads to it. */
function touches(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.slice(0, parts.length).every((part, i) => part.startsWith('<') || part === parts[i]);
}

export const servicesToRestart = (applies: SettingApplies): string[] => (applies === 'immediate' ? [] : [...RESTARTED]);

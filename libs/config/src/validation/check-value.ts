import { validateSync } from 'class-validator';
import { classFields, expectation, type FieldSchema } from '../schema/field-schema.js';
import type { SettingsClass } from '../schema/setting.decorator.js';
import { didYouMean } from './did-you-mean.js';
import { shownValue } from './shown-value.js';

export interface RefusedValue {
  message: string;
  /** What to write instead, as it stands in a file. */
  suggestion?: string;
}

const WITH_USER = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;

/** What is wrong with one value by itself; undefined when nothing is. */
export function checkValue(schema: SettingsClass, property: string, value: unknown): RefusedValue | undefined {
  const instance = Object.assign(new schema(), { [property]: value });
  const errors = validateSync(instance, { skipMissingProperties: true, forbidUnknownValues: false });
  if (!errors.some((error) => error.property === property)) return undefined;
  const field = classFields(schema)[property];
  if (!field) return undefined;
  if (field.format === 'uri' && typeof value === 'string' && WITH_USER.test(value)) {
    return {
      message:
        'must not hold a user name or password: keys are named by environment variable, never written in the file',
    };
  }
  const suggestion = instead(schema, property, field, value);
  return {
    message: `must be ${expectation(field)}; this is ${shownValue(property, value)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

const YES_AND_NO: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'off'].map((word) => [word, false] as const),
]);

/** The same value as the type that is wanted, or the listed value that is near. */
function instead(
  schema: SettingsClass,
  property: string,
  { type, enum: values }: Omit<FieldSchema, 'x-hal0-doc'>,
  value: unknown,
): string | undefined {
  if (values) {
    const near = typeof value === 'string' ? didYouMean(value, values) : undefined;
    return near === undefined ? undefined : JSON.stringify(near);
  }
  const meant = retyped(type, value);
  if (meant === undefined || checkValue(schema, property, meant)) return undefined;
  const shown = shownValue(property, meant);
  return shown.startsWith('not that') ? undefined : shown;
}

function retyped(type: FieldSchema['type'], value: unknown): unknown {
  if (typeof value === 'string') {
    if (type === 'boolean') return YES_AND_NO.get(value.toLowerCase());
    if (type === 'integer' || type === 'number')
      return /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
    if (type === 'array') return [value];
  }
  if (type === 'boolean' && (value === 0 || value === 1)) return value === 1;
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  return undefined;
}

import { InvalidBodyError } from '../gateway.errors.js';
import { isObject, type JsonObject } from './json-fields.js';

/** undefined when the field is absent or null, as for all of these. @throws InvalidBodyError */
export function textField(fields: JsonObject, name: string): string | undefined {
  return field(fields, name, (value) => typeof value === 'string', 'a string');
}

export function flagField(fields: JsonObject, name: string): boolean | undefined {
  return field(fields, name, (value) => typeof value === 'boolean', 'true or false');
}

export function numberField(fields: JsonObject, name: string): number | undefined {
  return field(fields, name, (value) => typeof value === 'number', 'a number');
}

export function listField(fields: JsonObject, name: string): readonly unknown[] | undefined {
  return field(fields, name, (value): value is unknown[] => Array.isArray(value), 'a list');
}

export function objectField(fields: JsonObject, name: string): JsonObject | undefined {
  return field(fields, name, isObject, 'an object');
}

/** A list of nothing but strings. */
export function textsField(fields: JsonObject, name: string): readonly string[] | undefined {
  return field(fields, name, isTexts, 'a list of strings');
}

export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function field<T>(fields: JsonObject, name: string, fits: (value: unknown) => value is T, what: string): T | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!fits(value)) throw new InvalidBodyError(`"${name}" must be ${what}.`, name);
  return value;
}

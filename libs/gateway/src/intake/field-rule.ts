import type { InvalidBodyError } from '../gateway.errors.js';
import { isTexts } from './body-fields.js';
import { isObject } from './json-fields.js';

/** What a field of a body has to be. A field that is null counts as absent. */
export interface FieldRule {
  /** In words, after "must be". */
  readonly what: string;
  fits(value: unknown): boolean;
  /** What is wrong within a field that does not fit, where that can be told; asked for such ones alone. */
  readonly faultWithin?: (value: unknown) => InvalidBodyError | undefined;
  /** Nothing can answer without it. */
  readonly required?: true;
}

export type FieldRules = ReadonlyMap<string, FieldRule>;

export function rulesOf(fields: Readonly<Record<string, FieldRule>>): FieldRules {
  return new Map(Object.entries(fields));
}

export function required(rule: FieldRule): FieldRule {
  return { ...rule, required: true };
}

export const text: FieldRule = { what: 'a string', fits: (value) => typeof value === 'string' };
export const someText: FieldRule = {
  what: 'a string that is not empty',
  fits: (value) => typeof value === 'string' && value !== '',
};
export const flag: FieldRule = { what: 'true or false', fits: (value) => typeof value === 'boolean' };
export const wholeNumber: FieldRule = { what: 'a whole number', fits: Number.isInteger };
export const list: FieldRule = { what: 'a list', fits: Array.isArray };
export const object: FieldRule = { what: 'an object', fits: isObject };
/** Nothing is found everywhere, so that a model that has to stop at it says nothing. */
export const textOrTexts: FieldRule = {
  what: 'a string or a list of strings, none of them empty',
  fits: (value) => value !== '' && (typeof value === 'string' || (isTexts(value) && !value.includes(''))),
};

/** Whole, and small enough for every model server's own kind of integer. */
export function integer(least: number, most = 2_147_483_647): FieldRule {
  return {
    what: most === 2_147_483_647 ? `a whole number of ${least} or more` : `a whole number from ${least} to ${most}`,
    fits: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

export function between(least: number, most: number): FieldRule {
  return {
    what: `a number from ${least} to ${most}`,
    fits: (value) => typeof value === 'number' && value >= least && value <= most,
  };
}

export function oneOf(...words: string[]): FieldRule {
  const quoted = words.map((word) => `"${word}"`);
  return { what: `one of ${quoted.join(', ')}`, fits: (value) => typeof value === 'string' && words.includes(value) };
}

export function either(one: FieldRule, other: FieldRule): FieldRule {
  return { what: `${one.what} or ${other.what}`, fits: (value) => one.fits(value) || other.fits(value) };
}

/** A list with something in it, and nothing but what fits. */
export function listOf(what: string, fits: (item: unknown) => boolean): FieldRule {
  return {
    what: `a list of ${what}, and not an empty one`,
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(fits),
  };
}

import { outlineOfJson } from '@hal0/dispatcher';
import { isUtf8 } from 'node:buffer';
import { InvalidBodyError, InvalidJsonError } from '../gateway.errors.js';
import { hasBrokenText, mayHaveBrokenText } from './broken-text.js';

/** A JSON object of which nothing is known yet. */
export type JsonObject = Record<string, unknown>;

/** Smaller bodies are parsed in no more time than their outline takes. */
const LARGE_BYTES = 16_384;

/**
 * The fields of a body that is passed on as it came. Long strings in a large one are replaced by others.
 * @throws InvalidJsonError, InvalidBodyError
 */
export function readJsonOutline(bytes: Buffer): JsonObject {
  if (bytes.length < LARGE_BYTES || !isUtf8(bytes) || mayHaveBrokenText(bytes)) return readJsonObject(bytes);
  let parsed: unknown;
  try {
    parsed = JSON.parse(outlineOfJson(bytes).toString());
  } catch {
    // Only the whole tells where it is wrong.
    return readJsonObject(bytes);
  }
  return theObject(parsed);
}

/** @throws InvalidJsonError, InvalidBodyError */
export function readJsonObject(bytes: Buffer): JsonObject {
  // Parsers here mend what those of model servers refuse, each in words of its own.
  if (!isUtf8(bytes)) throw new InvalidJsonError('it is not UTF-8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString());
  } catch (error) {
    throw new InvalidJsonError((error as Error).message);
  }
  if (hasBrokenText(bytes, parsed)) throw new InvalidJsonError('a string in it holds half a surrogate pair');
  return theObject(parsed);
}

function theObject(parsed: unknown): JsonObject {
  if (!isObject(parsed)) throw new InvalidBodyError('The body must be a JSON object.', null);
  return parsed;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws InvalidBodyError */
export function objectAt(value: unknown, param: string): JsonObject {
  if (!isObject(value)) throw new InvalidBodyError(`"${param}" must be an object.`, param);
  return value;
}

/** @throws InvalidBodyError */
export function listAt(value: unknown, param: string): unknown[] {
  if (!Array.isArray(value)) throw new InvalidBodyError(`"${param}" must be a list.`, param);
  return value;
}

/** @throws InvalidBodyError */
export function textAt(value: unknown, param: string): string {
  if (typeof value !== 'string') throw new InvalidBodyError(`"${param}" must be a string.`, param);
  return value;
}

/**
 * Takes fields over that mean the same in both dialects; null counts as absent.
 * @throws InvalidBodyError when one is not of the type that `kinds` says
 */
export function takeOver(
  from: JsonObject,
  kinds: Readonly<Record<string, 'number' | 'string' | 'boolean'>>,
): JsonObject {
  const taken: JsonObject = {};
  for (const [field, kind] of Object.entries(kinds)) {
    const value = from[field] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== kind) throw new InvalidBodyError(`"${field}" must be a ${kind}.`, field);
    taken[field] = value;
  }
  return taken;
}

import type { ByteSpan } from './byte-span.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const SPACE = 0x20;

/**
 * Where the string value `value` of the top-level key `key` stands, quotes included; undefined when it cannot be found
 * spelled that way. Scans no further than that, and knows nothing of bytes that are not JSON: the caller has checked.
 */
export function findStringValue(json: Buffer, key: string, value: string): ByteSpan | undefined {
  const wanted = Buffer.from(`"${key}"`);
  let at = json.indexOf(OPEN_BRACE) + 1;
  for (;;) {
    at = json.indexOf(QUOTE, at);
    if (at < 0) return undefined;
    const keyEnd = endOfString(json, at);
    const matches = json.subarray(at, keyEnd).equals(wanted);
    // Past the colon and the space around it.
    const start = skipSpace(json, json.indexOf(':', keyEnd) + 1);
    const end = endOfValue(json, start);
    if (matches && json[start] === QUOTE && JSON.parse(json.toString('utf8', start, end)) === value)
      return { start, end };
    at = skipSpace(json, end);
    if (json[at] !== COMMA) return undefined;
  }
}

function skipSpace(json: Buffer, start: number): number {
  let at = start;
  while ((json[at] ?? COMMA) <= SPACE) at += 1;
  return at;
}

function endOfValue(json: Buffer, start: number): number {
  const first = json[start];
  if (first === QUOTE) return endOfString(json, start);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfNested(json, start);
  let at = start;
  while (!isEndOfScalar(json[at])) at += 1;
  return at;
}

function isEndOfScalar(byte: number | undefined): boolean {
  return byte === undefined || byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= SPACE;
}

function endOfNested(json: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return json.length;
}

/** Strings are long and quotes in them are rare, so the native search does the walking. */
export function endOfString(json: Buffer, start: number): number {
  let end = json.indexOf(QUOTE, start + 1);
  while (end >= 0 && isEscaped(json, end)) end = json.indexOf(QUOTE, end + 1);
  return end < 0 ? json.length : end + 1;
}

function isEscaped(json: Buffer, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set(Buffer.from('[{'));
const CLOSING = new Set(Buffer.from(']}'));

/** Far beyond what anybody means, and far below where writing JSON anew runs out of stack. */
const MOST_LEVELS = 512;

/**
 * Whether lists and objects of a JSON text stand so deep within each other that it cannot be written anew. Reading such a
 * text is harmless, and so is passing it on as it is.
 */
export function isNestedTooDeep(json: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] as number;
    if (byte === QUOTE) {
      at = endOfString(json, at);
      if (at < 0) return false;
    } else if (OPENING.has(byte)) {
      depth += 1;
      if (depth > MOST_LEVELS) return true;
    } else if (CLOSING.has(byte)) depth -= 1;
  }
  return false;
}

/** Strings may be megabytes of a picture. */
function endOfString(json: Buffer, start: number): number {
  let end = json.indexOf(QUOTE, start + 1);
  while (end >= 0 && isEscaped(json, end)) end = json.indexOf(QUOTE, end + 1);
  return end;
}

function isEscaped(json: Buffer, at: number): boolean {
  let before = at - 1;
  while (json[before] === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

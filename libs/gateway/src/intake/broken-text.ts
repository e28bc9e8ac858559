/** How the escape of a surrogate begins, in either case. */
const ESCAPES = ['\\ud', '\\uD'].map((escape) => Buffer.from(escape));

/** Whether a string or a key of a JSON text holds half a surrogate pair, for which there are no bytes. */
export function hasBrokenText(json: Buffer, parsed: unknown): boolean {
  if (!mayHaveBrokenText(json)) return false;
  const open: unknown[] = [parsed];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') {
      if (!value.isWellFormed()) return true;
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) open.push(key, item);
    }
  }
  return false;
}

/** Such halves can only come as escapes, which hardly any body has. */
export function mayHaveBrokenText(json: Buffer): boolean {
  return ESCAPES.some((escape) => json.includes(escape));
}

const NEWLINE = 0x0a;
const COLON = 0x3a;
const DONE = 'data: [DONE]';
const ERROR_EVENT = Buffer.from('data: {"error"');

/** What the beginning of a stream tells before its status is sent. */
export type FirstEvent = { kind: 'incomplete' } | { kind: 'data' } | { kind: 'error'; body: string };

/** Looks at the first event that is not a comment. Source: ARCHITECTURE section 2; Lemonade contract 3.9. */
export function readFirstEvent(bytes: Buffer): FirstEvent {
  let start = 0;
  for (;;) {
    while (bytes[start] === NEWLINE) start += 1;
    const end = bytes.indexOf('\n\n', start);
    if (end < 0) return { kind: 'incomplete' };
    if (bytes[start] !== COLON) {
      if (!startsErrorEvent(bytes, start)) return { kind: 'data' };
      return { kind: 'error', body: bytes.toString('utf8', start + 'data: '.length, end) };
    }
    start = end + 2;
  }
}

/** Where an error event begins in a piece of a stream, or -1. */
export function findErrorEvent(bytes: Buffer): number {
  const at = bytes.indexOf(ERROR_EVENT);
  return at <= 0 || bytes[at - 1] === NEWLINE ? at : -1;
}

/** Whether a stream has said that it is complete. */
export function endsWithDone(tail: Buffer): boolean {
  return tail
    .toString('latin1', Math.max(0, tail.length - 2 * DONE.length))
    .trimEnd()
    .endsWith(DONE);
}

function startsErrorEvent(bytes: Buffer, start: number): boolean {
  return bytes.subarray(start, start + ERROR_EVENT.length).equals(ERROR_EVENT);
}

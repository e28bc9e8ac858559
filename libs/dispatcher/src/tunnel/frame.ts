/** Kinds of WebSocket frames. Source: RFC 6455, 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Reasons to close a WebSocket. Source: RFC 6455, 7.4.1, and IANA's registry. */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  noStatus: 1005,
  invalidText: 1007,
  tooBig: 1009,
  serverError: 1011,
  serviceRestart: 1012,
} as const;

/** A control frame holds no more, two of them being the close's code. */
const CONTROL_BYTES = 125;
const FIN = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/**
 * One whole frame.
 * @param mask four bytes, as clients have to send
 */
export function frame(opcode: number, payload: Buffer, mask?: Buffer): Buffer {
  const { length } = payload;
  const wide = length > 0xffff ? 8 : length > CONTROL_BYTES ? 2 : 0;
  const head = Buffer.alloc(2 + wide + (mask ? 4 : 0));
  head[0] = FIN | opcode;
  head[1] = (mask ? MASKED : 0) | (wide === 8 ? LENGTH_64 : wide === 2 ? LENGTH_16 : length);
  if (wide === 2) head.writeUInt16BE(length, 2);
  if (wide === 8) head.writeBigUInt64BE(BigInt(length), 2);
  if (!mask) return Buffer.concat([head, payload]);
  mask.copy(head, head.length - 4);
  const whole = Buffer.concat([head, payload]);
  unmask(whole.subarray(head.length), mask);
  return whole;
}

/** What a close frame carries; a reason that is too long for one is cut. */
export function closePayload(code: number, reason: string): Buffer {
  if (code === CLOSE.noStatus) return Buffer.alloc(0);
  let text = reason;
  while (Buffer.byteLength(text) > CONTROL_BYTES - 2) text = text.slice(0, -1);
  const payload = Buffer.alloc(2 + Buffer.byteLength(text));
  payload.writeUInt16BE(code, 0);
  payload.write(text, 2);
  return payload;
}

/** Masks or unmasks in place. */
export function unmask(payload: Buffer, mask: Buffer): void {
  for (let at = 0; at < payload.length; at++) payload[at] = (payload[at] as number) ^ (mask[at & 3] as number);
}

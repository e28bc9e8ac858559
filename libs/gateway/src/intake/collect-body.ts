import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError } from '../gateway.errors.js';

/** A client that is still sending loses the answer with its connection; so much is taken from it before it is refused. */
const DISCARDED_BYTES = 64 * 1_048_576;

/**
 * A request's body as one Buffer: the very piece that came from the socket when there is only one, which spares a copy
 * of what may be megabytes. A body over the limit is thrown away as it comes and then refused, one without end at once.
 */
export function collectBody(
  payload: IncomingMessage,
  limitBytes: number,
  advice: string,
  done: (error: Error | null, body?: Buffer) => void,
): void {
  let pieces: Buffer[] = [];
  let size = 0;
  const settle = (error: Error | null, body?: Buffer) => {
    payload.off('data', onData).off('end', onEnd).off('error', settle);
    done(error, body);
  };
  const refuse = () => settle(new BodyTooLargeError(limitBytes, advice));
  const onData = (piece: Buffer) => {
    size += piece.length;
    if (size <= limitBytes) pieces.push(piece);
    else pieces = [];
    if (size > limitBytes + DISCARDED_BYTES) refuse();
  };
  const onEnd = () => {
    if (size > limitBytes) refuse();
    else settle(null, pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, size));
  };
  payload.on('data', onData).on('end', onEnd).on('error', settle);
}

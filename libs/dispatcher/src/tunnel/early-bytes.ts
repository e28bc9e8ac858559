import type { Duplex } from 'node:stream';

/** Nobody says anything of this length before it has been answered. */
const MOST_BYTES = 65_536;

/**
 * A connection between the client's wish for another protocol and the answer. It is read all the while: that is how one
 * hears that the client has gone.
 */
export class EarlyBytes {
  private bytes: Buffer;
  private readonly gather = (more: Buffer): void => {
    this.bytes = Buffer.concat([this.bytes, more]);
    if (this.bytes.length > MOST_BYTES) this.socket.destroy();
  };
  private readonly gone = (): void => {
    this.socket.destroy();
  };

  constructor(
    readonly socket: Duplex,
    head: Buffer,
  ) {
    this.bytes = head;
    socket.on('error', this.gone);
    socket.on('end', this.gone);
    socket.on('data', this.gather);
  }

  /** What has come so far; whoever takes it reads on by itself. */
  take(): Buffer {
    this.socket.off('data', this.gather);
    this.socket.off('end', this.gone);
    return this.bytes;
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Clock } from '../../clock/clock.js';
import { HttpAnswerReader, type HttpAnswerListener } from './http-answer-reader.js';
import type { LocalTransfer } from './local-transfer.js';

/** Longer requests leave as two pieces; shorter ones as one string in which each letter is a byte. */
const ONE_WRITE_BYTES = 4_096;
/**
 * What the kernel has for any of the connections is read into the same bytes: each piece is done with when the next is read.
 * A buffer per piece would cost more than reading it.
 */
const READ_BUFFER = Buffer.allocUnsafeSlow(65_536);

export interface LocalAddress {
  host: string;
  port: number;
}

export interface LocalConnectionOwner {
  /** It can be asked again. */
  becameIdle(connection: LocalConnection): void;
  closed(connection: LocalConnection): void;
}

/** One connection to a server of this machine; one request at a time. */
export class LocalConnection implements HttpAnswerListener {
  /** Reading of the pool's monotonic clock when it was given back. */
  idleSince = 0;
  private readonly socket: Socket;
  private readonly reader = new HttpAnswerReader(this);
  private transfer: LocalTransfer | null = null;
  private cause: Error | null = null;

  constructor(
    address: LocalAddress,
    private readonly owner: LocalConnectionOwner,
    clock: Clock,
    connectTimeoutMs: number,
  ) {
    this.socket = connect({
      ...address,
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.read(READ_BUFFER.subarray(0, length));
          return true;
        },
      },
    });
    const cancel = clock.schedule(() => this.destroy(new Error('connect timeout')), connectTimeoutMs);
    this.socket.once('connect', cancel);
    this.socket.once('close', cancel);
    this.socket.once('error', (error) => (this.cause ??= error));
    this.socket.once('close', () => this.closed());
  }

  send(head: string, body: Buffer, transfer: LocalTransfer): void {
    this.transfer = transfer;
    transfer.isOn(this);
    this.reader.expect();
    if (body.length < ONE_WRITE_BYTES) {
      this.socket.write(head + body.toString('latin1'), 'latin1');
      return;
    }
    this.socket.cork();
    this.socket.write(head, 'latin1');
    this.socket.write(body);
    this.socket.uncork();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  destroy(cause: Error): void {
    this.cause ??= cause;
    this.socket.destroy();
  }

  head(status: number, headers: IncomingHttpHeaders): void {
    this.transfer?.started(status, headers);
  }

  body(bytes: Buffer): void {
    this.transfer?.received(bytes);
  }

  end(rest: Buffer | null, isReusable: boolean): void {
    const { transfer } = this;
    this.transfer = null;
    transfer?.leaves();
    // An answer that came before the request was read leaves the rest of the request in the way.
    if (isReusable && this.socket.writableLength === 0 && !this.socket.destroyed) {
      if (transfer?.paused) this.socket.resume();
      this.owner.becameIdle(this);
    } else {
      this.socket.destroy();
    }
    // The connection is free by now: who waits for the end of this answer may send the next request on it.
    transfer?.completed(rest);
  }

  private read(bytes: Buffer): void {
    // What was aborted may still have had bytes on their way.
    if (this.socket.destroyed) return;
    try {
      this.reader.read(bytes);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  private closed(): void {
    this.owner.closed(this);
    try {
      if (!this.cause) this.reader.close();
    } catch (error) {
      this.cause = error as Error;
    }
    const { transfer } = this;
    this.transfer = null;
    transfer?.failed(this.cause ?? new Error('the connection was closed'));
  }
}

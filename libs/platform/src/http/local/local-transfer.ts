import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** What a request can do to the connection that it is on. */
interface Line {
  pause(): void;
  resume(): void;
  destroy(cause: Error): void;
}

/** One request on a connection, for as long as it has it: the connection may be another request's afterwards. */
export class LocalTransfer implements Dispatcher.DispatchController {
  paused = false;
  reason: Error | null = null;
  private connection: Line | null = null;

  constructor(private readonly handler: Dispatcher.DispatchHandler) {
    handler.onRequestStart?.(this, {});
  }

  get aborted(): boolean {
    return this.reason !== null;
  }

  isOn(connection: Line): void {
    this.connection = connection;
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.reason = reason;
    this.connection?.destroy(reason);
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.connection?.pause();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.connection?.resume();
  }

  started(status: number, headers: IncomingHttpHeaders): void {
    this.handler.onResponseStart?.(this, status, headers);
  }

  received(bytes: Buffer): void {
    if (!this.aborted) this.handler.onResponseData?.(this, bytes);
  }

  /** The connection has nothing to do with it any more. */
  leaves(): void {
    this.connection = null;
  }

  completed(rest: Buffer | null): void {
    try {
      if (rest) this.received(rest);
      if (!this.aborted) this.handler.onResponseEnd?.(this, {});
    } catch (error) {
      this.failed(error as Error);
    }
  }

  failed(cause: Error): void {
    this.leaves();
    this.handler.onResponseError?.(this, this.reason ?? cause);
  }
}

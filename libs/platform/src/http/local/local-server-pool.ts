import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock/clock.js';
import { LocalConnection, type LocalAddress, type LocalConnectionOwner } from './local-connection.js';
import { LocalTransfer } from './local-transfer.js';
import { requestHead } from './request-head.js';

/** llama-server closes a connection that was idle for five seconds; it must not do so while a request is on its way. */
const LONGEST_IDLE_MS = 3_000;
const HTTP_PORT = 80;

/** What sends a request and tells a handler of the answer. Bodies of `Buffer` and headers in a flat list only. */
export type HttpSender = Pick<Dispatcher, 'dispatch'>;

/**
 * Kept connections to one HTTP/1.1 server of this machine, for the way of every request, which undici's for any server and any
 * request make dearer (ADR 17). Handlers are undici's.
 */
export class LocalServerPool implements HttpSender, LocalConnectionOwner {
  private readonly address: LocalAddress;
  private readonly all = new Set<LocalConnection>();
  /** The one that was used last is at the end. */
  private readonly idle: LocalConnection[] = [];

  /** @param streaming sends the requests whose body is no `Buffer` */
  constructor(
    origin: string,
    private readonly clock: Clock,
    private readonly connectTimeoutMs: number,
    private readonly streaming: HttpSender,
  ) {
    const { hostname, port } = new URL(origin);
    this.address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || HTTP_PORT) };
  }

  /** @throws TypeError for a path or header that cannot be sent */
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { method, path, headers, body } = options;
    if (!Buffer.isBuffer(body)) return this.streaming.dispatch(options, handler);
    const head = requestHead(method, path, this.address, headers as readonly string[], body.length);
    const transfer = new LocalTransfer(handler);
    if (!transfer.aborted) (this.takeIdle() ?? this.open()).send(head, body, transfer);
    return true;
  }

  destroy(): void {
    for (const connection of this.all) connection.destroy(new Error('hal0 is stopping'));
  }

  becameIdle(connection: LocalConnection): void {
    connection.idleSince = this.clock.monotonic();
    this.idle.push(connection);
  }

  closed(connection: LocalConnection): void {
    this.all.delete(connection);
    const index = this.idle.indexOf(connection);
    if (index >= 0) this.idle.splice(index, 1);
  }

  private takeIdle(): LocalConnection | undefined {
    const latest = this.idle.pop();
    if (!latest || this.clock.monotonic() - latest.idleSince <= LONGEST_IDLE_MS) return latest;
    // The others have been idle for longer.
    for (const connection of [...this.idle.splice(0), latest]) connection.destroy(new Error('idle for too long'));
    return undefined;
  }

  private open(): LocalConnection {
    const connection = new LocalConnection(this.address, this, this.clock, this.connectTimeoutMs);
    this.all.add(connection);
    return connection;
  }
}

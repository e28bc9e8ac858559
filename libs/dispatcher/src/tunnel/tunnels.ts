import type { Clock, Hal0Error, HttpPools } from '@hal0/platform';
import type { RuntimeEndpoint, Slot } from '@hal0/slots';
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { UpstreamLostError, UpstreamUnavailableError } from '../dispatcher.errors.js';
import type { Exchange } from '../exchange.js';
import { NO_USAGE } from '../relay/usage.js';
import { CLOSE } from './frame.js';
import { FramedSocket } from './framed-socket.js';
import { TunnelProtocolError, TunnelShutdownError } from './tunnel.errors.js';
import { Tunnel } from './tunnel.js';
import type { Upgrade } from './upgrade.js';

/** OpenAI takes 15 MiB of audio at once. */
const MESSAGE_BYTES = 16 * 1_048_576;

/** The WebSockets between clients and the models of slots. Each holds its place in the slot until it ends. */
export class Tunnels {
  private readonly open = new Map<Tunnel, Exchange>();
  private stopping = false;

  constructor(
    private readonly pools: HttpPools,
    private readonly clock: Clock,
  ) {}

  /**
   * Joins the client with the slot's model, which has been loaded. The client is answered 101 once the model server has
   * agreed; what happens after that is told to the exchange. Always through lemond, where its WebSocket is.
   *
   * @throws UpstreamUnavailableError, TunnelShutdownError
   */
  async join(exchange: Exchange, slot: Slot, endpoint: RuntimeEndpoint, upgrade: Upgrade): Promise<void> {
    if (this.stopping) throw new TunnelShutdownError();
    const reaching = new AbortController();
    exchange.onAbandoned(() => reaching.abort());
    exchange.lease?.onRevoked((reason) => {
      reaching.abort();
      exchange.fail(reason);
    });
    exchange.forwarding();
    const { model } = slot.record;
    const path = upgrade.pathFor(model);
    const socket = await this.reach(slot, endpoint, path, reaching.signal);
    if (exchange.isOver || this.stopping) {
      socket.destroy();
      throw new TunnelShutdownError();
    }
    exchange.upgraded(upgrade.headers);
    this.begin(exchange, slot.name, socket, upgrade);
  }

  /** Tells all clients that hal0 is going away. */
  closeAll(): void {
    this.stopping = true;
    const reason = new TunnelShutdownError();
    for (const [tunnel, exchange] of [...this.open]) {
      tunnel.close(CLOSE.goingAway, reason.message);
      this.ended(tunnel, exchange, reason);
    }
  }

  private begin(exchange: Exchange, slot: string, socket: Duplex, upgrade: Upgrade): void {
    const { connection } = upgrade;
    const model = exchange.target?.kind === 'slot' ? exchange.target.slot.record.model : '';
    const client = new FramedSocket(connection.socket, 'server', MESSAGE_BYTES, this.clock);
    const server = new FramedSocket(socket, 'client', MESSAGE_BYTES, this.clock);
    const protocol = upgrade.protocolFor({ slot, model });
    const ended = (error?: Hal0Error): void => this.ended(tunnel, exchange, error);
    const tunnel = new Tunnel(client, server, protocol, this.clock, {
      completed: () => ended(),
      refused: (reason) => ended(new TunnelProtocolError(reason)),
      lost: () => ended(new UpstreamLostError(slot, true)),
    });
    this.open.set(tunnel, exchange);
    exchange.onAbandoned(() => {
      this.open.delete(tunnel);
      tunnel.close(CLOSE.goingAway, '');
    });
    exchange.lease?.onRevoked((reason) => {
      tunnel.close(CLOSE.serviceRestart, reason.message);
      ended(reason);
    });
    tunnel.start(connection.take());
  }

  private ended(tunnel: Tunnel, exchange: Exchange, error?: Hal0Error): void {
    this.open.delete(tunnel);
    exchange.finished(NO_USAGE, error);
  }

  private async reach(slot: Slot, endpoint: RuntimeEndpoint, path: string, signal: AbortSignal): Promise<Duplex> {
    const headers = {
      ...endpoint.headers,
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    };
    try {
      const pool = this.pools.streams(endpoint.origin);
      return (await pool.upgrade({ path, method: 'GET', headers, protocol: 'websocket', signal })).socket;
    } catch (cause) {
      throw new UpstreamUnavailableError(slot.name, true, cause);
    }
  }
}

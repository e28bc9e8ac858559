import { EarlyBytes } from '@hal0/dispatcher';
import type { FastifyInstance } from 'fastify';
import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { keyAmongProtocols } from './handshake.js';

/**
 * Brings wishes for a WebSocket to the routes of `paths`, through the same hooks as every request; all others are taken for
 * plain requests, or left to the application that hal0 is part of.
 */
export class UpgradeDoor {
  private readonly connections = new WeakMap<IncomingMessage, EarlyBytes>();
  private readonly sockets = new Set<Socket>();

  constructor(private readonly paths: ReadonlySet<string>) {}

  attach(fastify: FastifyInstance): void {
    const { server } = fastify;
    // Node asks it, from 24.9 on, before it takes a request for an upgrade.
    Object.assign(server, {
      shouldUpgradeCallback: (request: IncomingMessage) =>
        this.isWanted(request) || server.listenerCount('upgrade') > 1,
    });
    // The server waits for every connection, and closes by itself only those that it still reads.
    fastify.addHook('preClose', (done) => {
      for (const socket of this.sockets) socket.destroySoon();
      done();
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      if (this.isWanted(request)) this.enter(fastify, request, socket, head);
      else if (server.listenerCount('upgrade') === 1) socket.destroy();
    });
  }

  /** The connection of a request that wants an upgrade; undefined for a plain one. */
  connectionOf(request: IncomingMessage): EarlyBytes | undefined {
    return this.connections.get(request);
  }

  private isWanted({ method, url = '', headers }: IncomingMessage): boolean {
    if (method !== 'GET') return false;
    return headers.upgrade?.toLowerCase() === 'websocket' && this.paths.has(url.split('?', 1)[0] as string);
  }

  private enter(fastify: FastifyInstance, request: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.setTimeout(0);
    socket.setNoDelay(true);
    this.connections.set(request, new EarlyBytes(socket, head));
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const key = keyAmongProtocols(request.headers);
    if (key) request.headers.authorization ??= `Bearer ${key}`;
    const response = new ServerResponse(request);
    // Whoever is refused has to connect anew: nobody reads HTTP from this connection any more.
    response.shouldKeepAlive = false;
    response.once('finish', () => socket.destroySoon());
    response.assignSocket(socket);
    fastify.routing(request, response);
  }
}
